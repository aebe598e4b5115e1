package io.holdfast.certificate;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request headers that the application must not see, because they are forged or meant for the door alone. An
 * underscore counts as a hyphen: many a program behind the door makes the same variable of both, and proxies that
 * delete a header delete one spelling of it.
 *
 * <p>Immutable.
 */
public final class HiddenHeaders {
    private static final HiddenHeaders NONE = new HiddenHeaders(Collections.emptySet(), Collections.emptySet());

    private final Set<String> hidden;
    private final Set<String> shown;

    private HiddenHeaders(Set<String> hidden, Set<String> shown) {
        this.hidden = hidden;
        this.shown = shown;
    }

    /** Hides no header. */
    public static HiddenHeaders none() {
        return NONE;
    }

    /** Hides these headers, in every spelling. */
    public static HiddenHeaders of(String... names) {
        Set<String> hidden = new HashSet<>();
        Arrays.asList(names).forEach(name -> hidden.add(hyphened(name)));
        return new HiddenHeaders(hidden, Collections.emptySet());
    }

    /** Makes an exception for headers of exactly this spelling, in any letter case. */
    HiddenHeaders showing(String... names) {
        Set<String> all = new HashSet<>(shown);
        Arrays.asList(names).forEach(name -> all.add(lowered(name)));
        return new HiddenHeaders(hidden, all);
    }

    /** Hides every header that either of the two hides. */
    public HiddenHeaders and(HiddenHeaders others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        Set<String> all = new HashSet<>(hidden);
        all.addAll(others.hidden);
        Set<String> spared = new HashSet<>(shown);
        spared.addAll(others.shown);
        spared.removeIf(name -> hides(name) || others.hides(name));
        return new HiddenHeaders(all, spared);
    }

    /** True if no header is hidden. */
    public boolean isEmpty() {
        return hidden.isEmpty();
    }

    /** True if the header of this name is hidden. */
    public boolean hides(@Nullable String name) {
        return name != null && hidden.contains(hyphened(name)) && !shown.contains(lowered(name));
    }

    private static String hyphened(String name) {
        return lowered(name).replace('_', '-');
    }

    private static String lowered(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return shown.isEmpty() ? hidden.toString() : hidden + " but " + shown;
    }
}
