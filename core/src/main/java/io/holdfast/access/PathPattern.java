package io.holdfast.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The path of a rule: segments between slashes, compared by letter case. {@code *} is any one segment; {@code **}, only
 * at the end, any number of segments, including none; <code>{client_id}</code> is any one segment, and the rule is met
 * only if the segment equals that claim of the token. A slash at the end of a path makes no difference.
 *
 * <p>{@link PathReading} checks a path before it is matched with a pattern. Immutable.
 *
 * @see PathPatternParser
 */
final class PathPattern {
    private final String text;
    private final List<Segment> segments;
    private final boolean open;

    /**
     * Makes a pattern for the parser.
     *
     * @param text as written
     * @param open true if the pattern ends in {@code **}, which is none of the segments
     */
    PathPattern(String text, List<Segment> segments, boolean open) {
        this.text = text;
        this.segments = Collections.unmodifiableList(new ArrayList<>(segments));
        this.open = open;
    }

    boolean matches(String path) {
        return matches(path, endOf(path), false);
    }

    /**
     * True if a framework may serve the path of this pattern at this request path: in another letter case, with any or
     * no suffix at the last segment, whether the pattern names one or not, or with a suffix alone as the last segment.
     *
     * @param path the result of {@link #loosely}
     */
    boolean mayMatch(String path) {
        int end = endOf(path);
        int last = path.lastIndexOf('/', end - 1);
        return matches(path, end, true)
                || (last >= 0 && isSuffixAlone(path, last + 1, end) && matches(path, last, true));
    }

    private static boolean isSuffixAlone(String path, int start, int end) {
        int from = Segment.afterSpaces(path, start, end);
        return from == end || path.charAt(from) == '.';
    }

    /** Folds the spellings that a framework may take for one path; form decoders read + as a space. */
    static String loosely(String path) {
        return LetterCase.fold(path).replace('+', ' ');
    }

    private boolean matches(String path, int end, boolean loosely) {
        int slash = 0;
        for (Segment segment : segments) {
            if (slash >= end) {
                return false;
            }
            int next = nextSlash(path, slash + 1, end);
            boolean matches = loosely
                    ? segment.mayMatch(path, slash + 1, next, next == end)
                    : segment.matches(path, slash + 1, next);
            if (!matches) {
                return false;
            }
            slash = next;
        }
        return open || slash >= end;
    }

    /** True if the pattern names a path without those below it. */
    boolean isClosed() {
        return !open;
    }

    /**
     * True if the pattern names its last segment without the suffixes that the other pattern names there: {@code /logo.png}
     * and {@code /logo.svg} are two resources where a rule is written for each. A pattern that is wider than the other one
     * before its last segment is written for no name.
     */
    boolean lacksSuffixesOf(PathPattern other) {
        int last = segments.size() - 1;
        if (open || last < 0 || other.segments.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            if (!segments.get(i).isWithin(other.segments.get(i))) {
                return false;
            }
        }
        return segments.get(last).lacksSuffixesOf(other.segments.get(last));
    }

    /** True if every path of this pattern lies at or below the path of the other pattern. */
    boolean beginsWith(PathPattern other) {
        return segments.size() >= other.segments.size() && startsAs(other, false);
    }

    /** The end of the path without a trailing slash. */
    private static int endOf(String path) {
        return path.endsWith("/") ? path.length() - 1 : path.length();
    }

    private static int nextSlash(String path, int from, int end) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? end : Math.min(slash, end);
    }

    /** True if it has segments that must equal claims. */
    boolean namesClaims() {
        return segments.stream().anyMatch(segment -> segment.claim != null);
    }

    /**
     * The first claim that differs from its segment in a path that matches.
     *
     * @param claims the claims of a token by their names
     */
    Optional<String> unequalClaim(String path, Function<String, Optional<Object>> claims) {
        int end = endOf(path);
        int slash = 0;
        for (Segment segment : segments) {
            int next = nextSlash(path, slash + 1, end);
            String name = segment.claim;
            if (name != null) {
                Object value = claims.apply(name).orElse(null);
                if (!(value instanceof String)
                        || slash >= end
                        || !path.substring(slash + 1, next).equals(value)) {
                    return Optional.of(name);
                }
            }
            slash = next;
        }
        return Optional.empty();
    }

    /** True if it matches every path that the other pattern matches. */
    boolean covers(PathPattern other, boolean ignoreCase) {
        if (other.segments.size() < segments.size()
                || (!open && (other.open || other.segments.size() > segments.size()))) {
            return false;
        }
        return other.startsAs(this, ignoreCase);
    }

    private boolean startsAs(PathPattern other, boolean ignoreCase) {
        for (int i = 0; i < other.segments.size(); i++) {
            if (!other.segments.get(i).covers(segments.get(i), ignoreCase)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }

    /** One segment: a literal, a claim, or a wildcard. */
    static final class Segment {
        private final @Nullable String literal;
        private final @Nullable String claim;
        private final String loose;

        private Segment(@Nullable String literal, @Nullable String claim) {
            this.literal = literal;
            this.claim = claim;
            this.loose = literal == null ? "" : loosely(literal);
        }

        static Segment any() {
            return new Segment(null, null);
        }

        static Segment ofClaim(String name) {
            return new Segment(null, name);
        }

        static Segment of(String literal) {
            return new Segment(literal, null);
        }

        boolean matches(String path, int start, int end) {
            return literal == null || (literal.length() == end - start && path.startsWith(literal, start));
        }

        /**
         * True if the path's segment is the literal in other letters, or the last one with other suffixes. Some frameworks
         * trim segments, on Windows trailing dots and spaces do not count, and a plus may have become a space.
         */
        boolean mayMatch(String path, int start, int end, boolean last) {
            if (isLike(path, start, end, last)) {
                return true;
            }
            int from = afterSpaces(path, start, end);
            int to = end;
            while (to > from && (path.charAt(to - 1) == ' ' || path.charAt(to - 1) == '.')) {
                to--;
            }
            return (from > start || to < end) && from < to && isLike(path, from, to, last);
        }

        static int afterSpaces(String path, int start, int end) {
            int from = start;
            while (from < end && path.charAt(from) == ' ') {
                from++;
            }
            return from;
        }

        private boolean isLike(String path, int start, int end, boolean last) {
            if (literal == null || (loose.length() == end - start && path.startsWith(loose, start))) {
                return true;
            }
            return last && (hasStem(path, start, end) || hasOwnSuffixes(path, start, end));
        }

        /** One servlet may serve its stem with each of its suffixes, and without: only the stem counts. */
        private boolean hasStem(String path, int start, int end) {
            int stem = start + stemOf(loose);
            return stem <= end
                    && path.startsWith(loose.substring(0, stem - start), start)
                    && (stem == end || path.charAt(stem) == '.');
        }

        /** A name that begins with a dot has no stem before it. */
        private boolean hasOwnSuffixes(String path, int start, int end) {
            return loose.startsWith(".") && path.charAt(start) == '.' && hasAll(path.substring(start, end), loose);
        }

        /** True if both are names, and this one lacks a suffix of the other. */
        private boolean lacksSuffixesOf(Segment other) {
            return literal != null
                    && other.literal != null
                    && !hasAll(loose.substring(stemOf(loose)), other.loose.substring(stemOf(other.loose)));
        }

        /** A framework may know any suffix, not only the last. */
        private static boolean hasAll(String suffixes, String wanted) {
            int from = 0;
            for (String suffix : wanted.split("\\.", -1)) {
                from = suffix.isEmpty() ? from : (suffixes + '.').indexOf('.' + suffix + '.', from);
                if (from < 0) {
                    return false;
                }
            }
            return true;
        }

        /** The length of a name without its suffixes; a dot at its beginning begins none. */
        private static int stemOf(String name) {
            int dot = name.indexOf('.', 1);
            return dot < 0 ? name.length() : dot;
        }

        /** True if it asks for no less than the other one; a claim is met by its own value, or by a literal in its place. */
        private boolean isWithin(Segment other) {
            boolean meetsClaim = other.claim == null || literal != null || other.claim.equals(claim);
            return meetsClaim && other.covers(this, false);
        }

        boolean covers(Segment other, boolean ignoreCase) {
            if (literal == null) {
                return true;
            }
            return ignoreCase ? other.literal != null && loose.equals(other.loose) : literal.equals(other.literal);
        }
    }
}
