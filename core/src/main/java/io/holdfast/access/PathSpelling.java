package io.holdfast.access;

import org.jspecify.annotations.Nullable;

/**
 * How a path is spelled. Container and application may read an odd spelling differently, and there is one for every
 * filter that was ever passed by.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2">RFC 3986 section 6.2.2, "Syntax-Based
 *     Normalization"</a>
 */
public final class PathSpelling {
    private static final char REPLACEMENT = '\ufffd';

    private PathSpelling() {}

    /**
     * Whether everybody reads a path alike: it has no path parameters and nothing that changes which path it is.
     *
     * @param rawPath as it stands in the request line, without the query
     */
    public static boolean isPlain(@Nullable String rawPath) {
        if (rawPath == null || !rawPath.startsWith("/")) {
            return false;
        }
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '\\' || c == ';' || Character.isISOControl(c) || (c == '%' && isRewritingEscape(rawPath, i))) {
                return false;
            }
            if (c == '/' && startsOddSegment(rawPath, i + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a path is canonical as it stands: visible ASCII with nothing encoded. It allocates nothing. */
    static boolean isLiteral(String rawPath) {
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return !rawPath.isEmpty() && isCanonical(rawPath);
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
            if (c == ' ' && path.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLastOfSegment(String path, int index) {
        return index + 1 == path.length() || path.charAt(index + 1) == '/';
    }

    /** Whether the segment there is empty and not the last, or a dot segment. */
    private static boolean startsOddSegment(String path, int start) {
        int slash = path.indexOf('/', start);
        int end = slash < 0 ? path.length() : slash;
        switch (end - start) {
            case 0:
                return slash >= 0;
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
        int value = octet(path, percent);
        return value < 0 || changesThePath(value) || value == '/';
    }

    /** The value of an escape; negative if it is none. */
    static int octet(String path, int percent) {
        int high = percent + 2 < path.length() ? hexadecimal(path.charAt(percent + 1)) : -1;
        int low = high < 0 ? -1 : hexadecimal(path.charAt(percent + 2));
        return low < 0 ? -1 : 16 * high + low;
    }

    /** {@link Character#digit} takes the digits of every script. */
    private static int hexadecimal(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }

    /** Whether the character, encoded, may make another path of it when somebody decodes it; a slash apart. */
    static boolean changesThePath(int value) {
        return value < 0x20 || value == 0x7f || ".\\%;".indexOf(value) >= 0;
    }
}
