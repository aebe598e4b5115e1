package io.holdfast.access;

import java.util.ArrayList;
import java.util.List;

/** Reads the path of a rule. Its exceptions describe the defect in words that follow the rule. */
final class PathPatternParser {
    private PathPatternParser() {}

    /**
     * Parses a pattern.
     *
     * @throws IllegalArgumentException if it is malformed; the message names the fix
     */
    static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("has no path. A path begins with a slash, as in '/orders/**'.");
        }
        if (text.contains("?") || text.contains("#")) {
            throw new IllegalArgumentException("has a query or a fragment. Rules see the path alone: leave it out.");
        }
        if (text.contains("%")) {
            throw new IllegalArgumentException("has a percent sign. Rules see the decoded path: write the character"
                    + " itself, or * for a segment that cannot be written. A percent sign itself is refused on every"
                    + " path.");
        }
        if (text.length() > 1 && text.endsWith("/")) {
            throw new IllegalArgumentException("ends in a slash, which makes no difference. Write '"
                    + text.substring(0, text.length() - 1) + "' for this path, or '" + text
                    + "**' for it and all below.");
        }
        if (!PathSpelling.isCanonical(text)) {
            throw new IllegalArgumentException("has a path that no request may have: an empty segment, '.', '..', one"
                    + " that ends in a dot, a backslash or a control character. Write the path as the application sees"
                    + " it.");
        }
        boolean open = text.endsWith("/**");
        List<PathPattern.Segment> segments = new ArrayList<>();
        String closed = open ? text.substring(0, text.length() - "/**".length()) : text;
        for (String segment : closed.substring(Math.min(1, closed.length())).split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(segment(segment));
            }
        }
        return new PathPattern(text, segments, open);
    }

    private static PathPattern.Segment segment(String text) {
        if (text.equals("*")) {
            return PathPattern.Segment.any();
        }
        if (text.matches("\\{[A-Za-z0-9_.:-]+}")) {
            return PathPattern.Segment.ofClaim(text.substring(1, text.length() - 1));
        }
        if (text.equals("**")) {
            throw new IllegalArgumentException("has '**' before its end. It stands for all that follows: write '*'"
                    + " for one segment, or end the path with it.");
        }
        if (text.contains("*")) {
            throw new IllegalArgumentException("has a '*' beside other characters in the segment '" + text
                    + "'. It stands for a whole segment: write '*' alone.");
        }
        if (text.contains("{") || text.contains("}")) {
            throw new IllegalArgumentException("has a brace in the segment '" + text
                    + "'. A claim's name in braces stands for a whole segment, as in '/partners/{client_id}'.");
        }
        if (text.contains("=")) {
            throw new IllegalArgumentException("has an equals sign in the segment '" + text + "'. If it is a"
                    + " condition, put a space before the condition; if not, write * for the segment.");
        }
        return PathPattern.Segment.of(text);
    }
}
