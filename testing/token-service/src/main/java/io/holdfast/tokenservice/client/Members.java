package io.holdfast.tokenservice.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object of the registrations file while they are read. Not thread-safe. */
final class Members {
    /** The characters of RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

    private final Map<?, ?> members;
    private final String name;
    private final List<String> problems;
    private final int problemsBefore;

    /**
     * @param name what messages call the object, as in "Client 'a'"
     * @param problems where they are told
     */
    Members(@Nullable Object object, String name, List<String> problems) {
        this.members = object instanceof Map ? (Map<?, ?>) object : Collections.emptyMap();
        this.name = name;
        this.problems = problems;
        this.problemsBefore = problems.size();
    }

    /** The object's own name, in quotes; without one, its place in the file. */
    static String nameOf(@Nullable Object object, String member, int position) {
        Object value = object instanceof Map ? ((Map<?, ?>) object).get(member) : null;
        return value instanceof String ? "'" + value + "'" : "number " + position;
    }

    void problem(String member, String whatAndRemedy) {
        problems.add(name + ", " + member + ": " + whatAndRemedy + ".");
    }

    /** True if no problem has come since this was made. */
    boolean sound() {
        return problems.size() == problemsBefore;
    }

    void refuseOthersThan(Collection<String> known) {
        for (Object member : members.keySet()) {
            if (!known.contains(String.valueOf(member))) {
                problem(
                        String.valueOf(member),
                        "is not known here; remove it or use one of " + String.join(", ", known));
            }
        }
    }

    boolean has(String member) {
        return members.containsKey(member);
    }

    @Nullable
    Object value(String member) {
        return members.get(member);
    }

    /** The text of a member; null if it is missing, which is no problem, or no text, which is one. */
    @Nullable
    String text(String member, String remedy) {
        Object value = members.get(member);
        if (value instanceof String && !((String) value).isEmpty() && !ControlCharacters.in((String) value)) {
            return (String) value;
        }
        if (has(member)) {
            problem(member, "is not a text, or empty, or has a control character; " + remedy);
        }
        return null;
    }

    /** The texts of a list; none if it is missing, which is no problem, or something else, which is one. */
    Set<String> texts(String member, String remedy) {
        Object value = members.get(member);
        List<String> texts = new ArrayList<>();
        boolean wrong = has(member) && !(value instanceof List);
        for (Object element : value instanceof List ? (List<?>) value : Collections.emptyList()) {
            if (element instanceof String) {
                texts.add((String) element);
            } else {
                wrong = true;
            }
        }
        if (wrong) {
            problem(member, "is not a list of texts; " + remedy);
        }
        return new LinkedHashSet<>(texts);
    }

    /** The scopes in the member {@code scope}. */
    Set<String> scopes() {
        String value = text("scope", "write the scopes into one string, separated by spaces, or leave it out");
        if (value == null) {
            return new LinkedHashSet<>();
        }
        List<String> scopes = Arrays.asList(value.split(" ", -1));
        if (!scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
            problem("scope", "'" + value + "' is not a list of scopes (RFC 6749 §3.3) with one space between");
            return new LinkedHashSet<>();
        }
        return new LinkedHashSet<>(scopes);
    }
}
