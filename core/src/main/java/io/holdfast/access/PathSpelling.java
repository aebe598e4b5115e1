package io.holdfast.access;

import io.holdfast.text.PercentEscape;
import org.jspecify.annotations.Nullable;

/**
 * Judges the spelling of a path. Container and application may read an odd spelling differently, and each such
 * difference has been used to bypass a filter.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2">RFC 3986 section 6.2.2, "Syntax-Based
 *     Normalization"</a>
 */
public final class PathSpelling {
    private static final char REPLACEMENT = '\ufffd';

    private PathSpelling() {}

    /**
     * True if every program reads the path alike: without path parameters and without characters that change it.
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

    /** True if the path is canonical as it stands: visible ASCII without escapes. It allocates nothing. */
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
     * True if every program sees the same segments in a canonical path: also one that decodes it once more, one that
     * trims segments, and Windows, where the dots and spaces at the end of a file name do not count.
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

    /** True if the segment is empty and not the last, or a dot segment. */
    static boolean startsOddSegment(String path, int start) {
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

    /** True if the escape is malformed or stands for a character that changes the path. */
    private static boolean isRewritingEscape(String path, int percent) {
        int value = PercentEscape.octet(path, percent);
        return value < 0 || PathDecoding.changesThePath(value) || value == '/';
    }
}
