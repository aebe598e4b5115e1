package io.holdfast.access;

import java.util.Set;

/**
 * Reads a path of the request line that has escapes, parameters or characters beyond ASCII: decodes it, takes out what the
 * operator allows, and compares it with the container's. The session id that the container itself has appended is left out.
 * Immutable.
 */
final class OddPathReading {
    private final boolean parameters;
    private final boolean encodedSlashes;
    private final boolean emptySegments;
    private final boolean exact;

    /** Makes the reading as {@link PathReading#PathReading} does. */
    OddPathReading(Set<PathAllowance> allowed, boolean exact) {
        this.parameters = allowed.contains(PathAllowance.PARAMETERS);
        this.encodedSlashes = allowed.contains(PathAllowance.ENCODED_SLASHES);
        this.emptySegments = allowed.contains(PathAllowance.EMPTY_SEGMENTS);
        this.exact = exact;
    }

    /**
     * The path of a request.
     *
     * @param raw as it stands in the request line; it begins with a slash
     * @throws AmbiguousPathException if two programs may read the path differently
     */
    RequestedPath read(String raw, RequestTarget target) throws AmbiguousPathException {
        // The container may not report its own path for an odd one.
        String decoded = decoded(withoutSessionId(raw, target));
        requireCanonical(decoded.replace(PathDecoding.SLASH, "/"));
        return read(decoded, decoded(target.contextPath()), collapsed(target.canonicalPath()), target);
    }

    private RequestedPath read(String decoded, String context, String containers, RequestTarget target)
            throws AmbiguousPathException {
        String within = decoded.startsWith(context) ? PathReading.orRoot(decoded.substring(context.length())) : "";
        if (!within.startsWith("/")) {
            throw new AmbiguousPathException("The path of the request line does not begin with the application's.");
        }
        String canonical = PathReading.orRoot(containers.replace("%2f", PathDecoding.SLASH));
        String split = within.replace(PathDecoding.SLASH, "/");
        if (canonical.equals(split) || canonical.equals(within)) {
            String second = within.equals(split) ? null : within;
            return new RequestedPath(split, second, target.servletPath(), exact);
        }
        boolean welcomeFile = split.endsWith("/") && canonical.startsWith(split);
        if (!welcomeFile) {
            throw new AmbiguousPathException(
                    "The container has mapped another path than the request line has, decoded once as UTF-8.");
        }
        requireCanonical(canonical);
        return new RequestedPath(canonical, split, target.servletPath(), exact);
    }

    private void requireCanonical(String path) throws AmbiguousPathException {
        if (!PathSpelling.isCanonical(path)) {
            throw new AmbiguousPathException(
                    "The path has an empty or a dot segment, one that begins with a space or ends in a dot or a space, a"
                            + " backslash or a control character. The setting allowedInPaths says what may stand there.");
        }
        if (!exact && !keepsSegments(path, LetterCase.fold(path))) {
            throw new AmbiguousPathException(
                    "The path has a character that Unicode takes for a slash, a backslash, a dot"
                            + " segment or nothing, so that another program may see other segments. Only framework=exact takes it"
                            + " as it stands.");
        }
    }

    /**
     * True if a folded path has the segments of the canonical path that it was made of: {@link LetterCase#fold} also makes
     * slashes, of a fullwidth one and of {@code U+2100} for example, and dots, and takes marks away.
     */
    private static boolean keepsSegments(String path, String folded) {
        if (slashes(folded) != slashes(path) || folded.endsWith("/") != path.endsWith("/")) {
            return false;
        }
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c == '\\' || (c == '/' && PathSpelling.startsOddSegment(folded, i + 1))) {
                return false;
            }
        }
        return true;
    }

    private static long slashes(String path) {
        return path.chars().filter(c -> c == '/').count();
    }

    private String decoded(String raw) throws AmbiguousPathException {
        String decoded = PathDecoding.decode(raw);
        if (!encodedSlashes && decoded.contains(PathDecoding.SLASH)) {
            throw new AmbiguousPathException(
                    "The path has an encoded slash, which the setting allowedInPaths does not name.");
        }
        return collapsed(decoded.indexOf(';') < 0 ? decoded : withoutParameters(decoded));
    }

    private String withoutParameters(String decoded) throws AmbiguousPathException {
        if (!parameters) {
            throw new AmbiguousPathException("The path has a parameter (a semicolon) other than the container's own"
                    + " session id at its end, which the setting allowedInPaths does not name.");
        }
        return decoded.replaceAll(";[^/]*", "");
    }

    private String collapsed(String path) {
        return emptySegments && path.contains("//") ? path.replaceAll("/{2,}", "/") : path;
    }

    /** Only the last parameter is the container's own, and only if its value is an id. */
    private static String withoutSessionId(String raw, RequestTarget target) {
        int semicolon = raw.lastIndexOf(';');
        int equals = raw.indexOf('=', semicolon + 1);
        if (semicolon < 0 || equals < 0 || !target.sessionParameters().contains(raw.substring(semicolon + 1, equals))) {
            return raw;
        }
        int value = equals + 1;
        for (int i = value; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "-._~!*+:=@$".indexOf(c) < 0) {
                return raw;
            }
        }
        return value < raw.length() ? raw.substring(0, semicolon) : raw;
    }
}
