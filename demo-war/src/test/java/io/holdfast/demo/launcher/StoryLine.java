package io.holdfast.demo.launcher;

import java.util.List;

/**
 * One thing that happened, and whether it came out as it should.
 *
 * @param status the HTTP status that came
 * @param what who did what
 * @param details further lines, among them the challenge
 */
public record StoryLine(boolean asItShould, int status, String what, List<String> details) {
    /** Several lines of text, the first with the verdict. */
    String toText(int number) {
        StringBuilder text =
                new StringBuilder(String.format("%2d %s %3d  %s%n", number, asItShould ? "✓" : "✗", status, what));
        details.forEach(detail -> text.append(String.format("          %s%n", detail)));
        return text.toString();
    }
}
