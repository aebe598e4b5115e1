package io.holdfast.access;

import org.jspecify.annotations.Nullable;

/**
 * How the path of a request line is spelled. Container and application may read an odd spelling differently, and there
 * is one for every filter that was ever passed by.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2">RFC 3986 section 6.2.2, "Syntax-Based
 *     Normalization"</a>
 */
public enum PathSpelling {
    /** Segments between single slashes, with percent-encoding at most where the path itself does not hang on it. */
    PLAIN,
    /** With path parameters, as in {@code ;jsessionid=1}. */
    PARAMETERS,
    /**
     * With something that changes which path it is: empty and dot segments, a backslash, control characters, and the
     * percent-encoded forms of slash, backslash, dot and percent sign.
     */
    REWRITTEN;

    private static final char REPLACEMENT = '\ufffd';

    /**
     * Whether everybody reads a path alike: it has no path parameters and nothing that changes which path it is.
     *
     * @param rawPath as it stands in the request line, without the query
     */
    public static boolean isPlain(@Nullable String rawPath) {
        return of(rawPath) == PLAIN;
    }

    /** The spelling of a path as it stood in the request line, without the query. */
    static PathSpelling of(@Nullable String rawPath) {
        if (rawPath == null || !rawPath.startsWith("/")) {
            return REWRITTEN;
        }
        boolean parameters = false;
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '\\' || Character.isISOControl(c) || (c == '%' && isRewritingEscape(rawPath, i))) {
                return REWRITTEN;
            }
            if (c == '/' && startsOddSegment(rawPath, i + 1)) {
                return REWRITTEN;
            }
            parameters |= c == ';';
        }
        return parameters ? PARAMETERS : PLAIN;
    }

    /**
     * Whether a canonical path is what its name says, so that everybody sees the same segments in it: also who decodes it
     * once more, who trims segments, and Windows, to which a file's name ends before its last dots and spaces.
     */
    static boolean isCanonical(String path) {
        if (path.isEmpty()) {
            return true;
        }
        if (path.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\' || c == ';' || c == '%' || c == REPLACEMENT || Character.isISOControl(c)) {
                return false;
            }
            if (c == '/' && startsOddSegment(path, i + 1)) {
                return false;
            }
            if ((c == '.' || c == ' ') && isLastOfSegment(path, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLastOfSegment(String path, int index) {
        return index + 1 == path.length() || path.charAt(index + 1) == '/';
    }

    /** Whether the segment there is empty and not the last, or a dot segment, with or without parameters. */
    private static boolean startsOddSegment(String path, int start) {
        int end = start;
        while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ';') {
            end++;
        }
        switch (end - start) {
            case 0:
                return path.indexOf('/', end) >= 0;
            case 1:
                return path.charAt(start) == '.';
            case 2:
                return path.startsWith("..", start);
            default:
                return false;
        }
    }

    /** Whether the escape stands for a character that changes the path, or is none at all. */
    private static boolean isRewritingEscape(String path, int percent) {
        if (percent + 2 >= path.length()) {
            return true;
        }
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        int value = 16 * high + low;
        return high < 0 || low < 0 || value < 0x20 || value == 0x7f || "./\\%;".indexOf(value) >= 0;
    }
}
