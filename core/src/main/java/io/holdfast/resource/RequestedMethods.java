package io.holdfast.resource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The methods that an application may take a request for. The request line says one; some frameworks take another one from
 * a header or from a parameter, and some write it in capitals first. A parameter may be in the body as well, where nobody
 * reads it here.
 */
final class RequestedMethods {
    /** Headers that some frameworks take the method from. */
    private static final List<String> HEADERS =
            Collections.unmodifiableList(Arrays.asList("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"));

    private static final String PARAMETER = "_method";

    /**
     * Restlet's parameter: it takes any method from it for {@code POST}, and {@code OPTIONS} for all. The name is a common one, so
     * only a value counts that is a method of a rule or of HTTP.
     */
    private static final String SHORT_PARAMETER = "method";

    /** RFC 9110 section 9.3, "Method Definitions", and RFC 5789. */
    private static final Set<String> OF_HTTP = Collections.unmodifiableSet(new LinkedHashSet<>(
            Arrays.asList("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")));

    /** Some readers end a parameter at a semicolon. */
    private static final Pattern BETWEEN_PARAMETERS = Pattern.compile("[&;]");

    /** Far more and far longer ones than any framework takes from one request. */
    private static final int MOST_METHODS = 8;

    private static final int LONGEST_METHOD = 32;

    private static final int LONGEST_VALUE = MOST_METHODS * (LONGEST_METHOD + 1);

    private static final Pattern BETWEEN_VALUES = Pattern.compile("[,;\\x00-\\x20\\x7f\\p{Z}]+");

    private RequestedMethods() {}

    /**
     * The method of the request line as it stands, and every other one in capitals.
     *
     * @param ruled the methods that rules name
     * @throws RefusedException if they are too many or too long; each is held to all rules, so a stranger would choose
     *     the cost of his request
     */
    static Iterable<String> of(ResourceRequest request, Set<String> ruled) throws RefusedException {
        String method = request.method();
        Set<String> named = named(request, ruled);
        if (named.isEmpty() && isInCapitals(method)) {
            return Collections.singletonList(method);
        }
        Set<String> methods = new LinkedHashSet<>();
        methods.add(method);
        methods.add(capitals(normalized(method)));
        require(named.size() <= MOST_METHODS);
        for (String value : named) {
            require(value.length() <= LONGEST_VALUE);
            for (String name : BETWEEN_VALUES.split(normalized(value), -1)) {
                require(name.length() <= LONGEST_METHOD);
                if (!name.isEmpty()) {
                    methods.add(capitals(name));
                }
            }
        }
        require(methods.size() <= MOST_METHODS);
        return methods;
    }

    private static void require(boolean bounded) throws RefusedException {
        if (!bounded) {
            throw new RefusedException(
                    RefusalReason.PATH_AMBIGUOUS,
                    "The request names more than " + MOST_METHODS + " methods, or one of more than " + LONGEST_METHOD
                            + " characters, in the query parameters _method and method or in " + HEADERS + ".");
        }
    }

    /** True if the request names a method besides that of its request line, even with an empty value. */
    static boolean areNamedIn(ResourceRequest request) {
        return !named(request, Collections.emptySet()).isEmpty();
    }

    private static Set<String> named(ResourceRequest request, Set<String> ruled) {
        Set<String> values = new LinkedHashSet<>();
        for (String header : HEADERS) {
            values.addAll(request.headers(header));
        }
        String query = request.queryString();
        if (query == null || !mayNameAny(query)) {
            return values;
        }
        for (String parameter : BETWEEN_PARAMETERS.split(query, -1)) {
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals))
                    .trim();
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (name.equalsIgnoreCase(PARAMETER)) {
                values.add(decoded(value));
            } else if (name.equalsIgnoreCase(SHORT_PARAMETER)) {
                String method = capitals(normalized(decoded(value))).trim();
                if (isTunnelled(method, request.method()) && (OF_HTTP.contains(method) || ruled.contains(method))) {
                    values.add(method);
                }
            }
        }
        return values;
    }

    private static boolean mayNameAny(String query) {
        if (query.indexOf('%') >= 0) {
            return true;
        }
        int last = query.length() - SHORT_PARAMETER.length();
        for (int i = 0; i <= last; i++) {
            if (query.regionMatches(true, i, SHORT_PARAMETER, 0, SHORT_PARAMETER.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTunnelled(String named, @Nullable String ofRequestLine) {
        boolean posted = ofRequestLine != null && "POST".equals(capitals(normalized(ofRequestLine)));
        return !named.equals(ofRequestLine) && (posted || "OPTIONS".equals(named));
    }

    /** Decodes what can be decoded, as a container may that drops no parameter; also the form {@code %u005f} of old ones. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean unicode = c == '%' && (text.startsWith("u", i + 1) || text.startsWith("U", i + 1));
            int digits = unicode ? 4 : 2;
            int from = i + (unicode ? 2 : 1);
            int value = c == '%' ? hexadecimal(text, from, from + digits) : -1;
            if (value >= 0) {
                i = from + digits - 1;
            }
            byte[] utf8 = String.valueOf(value >= 0 ? (char) value : c == '+' ? ' ' : c)
                    .getBytes(StandardCharsets.UTF_8);
            if (value >= 0 && !unicode) {
                octets.write(value);
            } else {
                octets.write(utf8, 0, utf8.length);
            }
        }
        return new String(octets.toByteArray(), StandardCharsets.UTF_8);
    }

    private static int hexadecimal(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }

    private static boolean isInCapitals(@Nullable String method) {
        if (method == null) {
            return true;
        }
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c >= 'a' && c <= 'z') || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Normalizes before the split: for some readers a character compatible with a space or comma is one. */
    private static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** Writes capitals as any framework in any locale may. */
    private static String capitals(String normalized) {
        return normalized.toUpperCase(Locale.ROOT).replace('\u0130', 'I');
    }
}
