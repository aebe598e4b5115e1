package io.holdfast.access;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of a request for access rules. Rules are chosen by the path that the container has mapped; many
 * frameworks route by the path of the request line. So both must be the same: the path of the request line, decoded
 * once as UTF-8, must equal the container's, and hold nothing that has a second reading.
 *
 * <p>The session id that the container itself has appended to the path is left out. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986 section 5.2.4, "Remove Dot Segments"</a>
 */
public final class PathReading {
    /** Allows no odd spelling; rules also hold for other paths by which a framework may serve the same resource. */
    public static final PathReading STRICT = new PathReading(EnumSet.noneOf(PathAllowance.class), false);

    private final boolean parameters;
    private final boolean encodedSlashes;
    private final boolean emptySegments;
    private final boolean exact;

    /**
     * Makes a reading.
     *
     * @param allowed the odd spellings that are not refused
     * @param exact true if the application's frameworks compare paths by the letter
     */
    public PathReading(Set<PathAllowance> allowed, boolean exact) {
        this.parameters = allowed.contains(PathAllowance.PARAMETERS);
        this.encodedSlashes = allowed.contains(PathAllowance.ENCODED_SLASHES);
        this.emptySegments = allowed.contains(PathAllowance.EMPTY_SEGMENTS);
        this.exact = exact;
    }

    /** True if a rule holds for its path alone, not for other paths that may serve the same resource. */
    boolean isExact() {
        return exact;
    }

    /**
     * The path of a request.
     *
     * @throws AmbiguousPathException if two programs may read the path differently
     */
    RequestedPath read(RequestTarget target) throws AmbiguousPathException {
        @Nullable String raw = target.path();
        if (raw == null || !raw.startsWith("/")) {
            Objects.requireNonNull(target.canonicalPath(), "the container tells no path");
            throw new AmbiguousPathException("The request line has no path.");
        }
        if (PathSpelling.isLiteral(raw)) {
            String context = target.contextPath();
            String canonical = target.canonicalPath();
            if (raw.length() == context.length() + canonical.length()
                    && raw.startsWith(context)
                    && raw.endsWith(canonical)
                    && PathSpelling.isCanonical(canonical)) {
                return new RequestedPath(
                        orRoot(canonical), null, servletPathIn(canonical, target.servletPath()), exact);
            }
        }
        // The container may not report its own path for an odd one.
        String decoded = decoded(withoutSessionId(raw, target));
        requireCanonical(decoded.replace(PathDecoding.SLASH, "/"));
        return read(decoded, decoded(target.contextPath()), collapsed(target.canonicalPath()), target);
    }

    private RequestedPath read(String decoded, String context, String containers, RequestTarget target)
            throws AmbiguousPathException {
        String within = decoded.startsWith(context) ? orRoot(decoded.substring(context.length())) : "";
        if (!within.startsWith("/")) {
            throw new AmbiguousPathException("The path of the request line does not begin with the application's.");
        }
        String canonical = orRoot(containers.replace("%2f", PathDecoding.SLASH));
        String split = within.replace(PathDecoding.SLASH, "/");
        if (canonical.equals(split) || canonical.equals(within)) {
            String second = within.equals(split) ? null : within;
            return new RequestedPath(split, second, servletPathIn(split, target.servletPath()), exact);
        }
        boolean welcomeFile = split.endsWith("/") && canonical.startsWith(split);
        if (!welcomeFile) {
            throw new AmbiguousPathException(
                    "The container has mapped another path than the request line has, decoded once as UTF-8.");
        }
        requireCanonical(canonical);
        return new RequestedPath(canonical, split, servletPathIn(canonical, target.servletPath()), exact);
    }

    /** Returns "/" for the root of an application, which containers may report without its slash. */
    private static String orRoot(String path) {
        return path.isEmpty() ? "/" : path;
    }

    private static void requireCanonical(String path) throws AmbiguousPathException {
        if (!PathSpelling.isCanonical(path)) {
            throw new AmbiguousPathException(
                    "The path has an empty or a dot segment, one that begins with a space or ends in a dot or a space, a"
                            + " backslash or a control character. The setting allowedInPaths says what may stand there.");
        }
    }

    /** A servlet mapped to all paths has no path of its own. */
    private static @Nullable String servletPathIn(String path, @Nullable String servletPath) {
        return servletPath != null
                        && !servletPath.isEmpty()
                        && servletPath.length() < path.length()
                        && path.startsWith(servletPath)
                ? servletPath
                : null;
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
