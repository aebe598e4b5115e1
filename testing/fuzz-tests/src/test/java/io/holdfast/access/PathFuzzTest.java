package io.holdfast.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.fuzz.FuzzTarget;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * The path of a request, beside {@link URI} and {@link URLDecoder}. An input is the path of the request line; in further
 * lines, if they are there, the application's context path and what the container has mapped.
 */
final class PathFuzzTest implements FuzzTarget {
    private static final PathReading EVERYTHING_ALLOWED = new PathReading(EnumSet.allOf(PathAllowance.class), false);

    /** What a container tells. */
    private record Target(String path, String contextPath, String canonicalPath) implements RequestTarget {
        static Target of(byte[] input) {
            String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
            String context = lines.length > 1 ? lines[1] : "";
            return new Target(lines[0], context, lines.length > 2 ? lines[2] : mapped(lines[0], context));
        }

        /** As a container does it that is as helpful as they come. */
        private static String mapped(String raw, String context) {
            try {
                String path = decoded(raw.replaceAll(";[^/]*", "")).replaceAll("/{2,}", "/");
                String normalized = new URI(null, null, path, null).normalize().getPath();
                return normalized.startsWith(context) ? normalized.substring(context.length()) : normalized;
            } catch (Exception e) {
                return raw;
            }
        }
    }

    @FuzzTest
    void path(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        Target target = Target.of(input);
        readBoundedly(input.length, EVERYTHING_ALLOWED, target);
        RequestedPath path = readBoundedly(input.length, PathReading.STRICT, target);
        if (path == null) {
            return false;
        }
        String bare = target.path().replaceFirst(";jsessionid=[A-Za-z0-9\\-._~!*+:=@$]+$", "");
        assertThat(bare).doesNotMatch("(?s).*[;\\\\\\p{Cc}].*").doesNotContainPattern("%(?![0-9A-Fa-f]{2})");
        String decoded = decoded(bare);
        assertThat(decoded).doesNotMatch("(?s).*[;%\\\\\\p{Cc}\ufffd].*");
        assertThat(new URI(null, null, decoded, null).normalize().getPath()).isEqualTo(decoded);
        List<String> segments =
                Arrays.stream(bare.split("/", -1)).map(PathFuzzTest::decoded).toList();
        assertThat(segments).as("segments cut before and after decoding").isEqualTo(List.of(decoded.split("/", -1)));
        assertThat(segments.subList(1, segments.size() - 1)).doesNotContain("", ".", "..");
        assertMapped(target, path, decoded);
        return true;
    }

    /** Rules see the request line's own path; where the container has mapped a welcome file below it, both. */
    private static void assertMapped(Target target, RequestedPath path, String decoded) {
        String context = decoded(target.contextPath());
        assertThat(decoded).startsWith(context);
        String within = decoded.substring(context.length());
        String seen = within.isEmpty() ? "/" : within;
        if (path.second() == null) {
            assertThat(path.path()).isEqualTo(seen);
        } else {
            String second = path.second().path();
            assertThat(second).isEqualTo(seen).endsWith("/");
            assertThat(path.path()).startsWith(second).isEqualTo(target.canonicalPath());
        }
    }

    private static RequestedPath readBoundedly(int length, PathReading reading, Target target) throws Exception {
        try {
            return FuzzTarget.bounded(length, () -> reading.read(target));
        } catch (AmbiguousPathException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return null;
        }
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
