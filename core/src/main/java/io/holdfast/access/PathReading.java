package io.holdfast.access;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of a request for access rules. Rules are chosen by the path that the container has mapped; many
 * frameworks route by the path of the request line. So both must be the same: the path of the request line, decoded
 * once as UTF-8, must equal the container's, and hold nothing that has a second reading. A path of visible ASCII without
 * escapes is decoded already; every other is left to {@link OddPathReading}. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4">RFC 3986 section 5.2.4, "Remove Dot Segments"</a>
 */
public final class PathReading {
    /** Allows no odd spelling; rules also hold for other paths by which a framework may serve the same resource. */
    public static final PathReading STRICT = new PathReading(EnumSet.noneOf(PathAllowance.class), false);

    private final OddPathReading odd;
    private final boolean exact;

    /**
     * Makes a reading.
     *
     * @param allowed the odd spellings that are not refused
     * @param exact true if the application's frameworks compare paths by the letter
     */
    public PathReading(Set<PathAllowance> allowed, boolean exact) {
        this.odd = new OddPathReading(allowed, exact);
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
                return new RequestedPath(orRoot(canonical), null, target.servletPath(), exact);
            }
        }
        return odd.read(raw, target);
    }

    /** Returns "/" for the root of an application, which containers may report without its slash. */
    static String orRoot(String path) {
        return path.isEmpty() ? "/" : path;
    }
}
