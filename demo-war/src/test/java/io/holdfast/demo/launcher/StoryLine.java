package io.holdfast.demo.launcher;

import java.util.List;

/**
 * One thing that happened, and whether it came out as it should.
 *
 * @param status the HTTP status that came, 0 if none did
 * @param what who did what
 * @param details further lines, among them the challenge
 */
public record StoryLine(boolean asItShould, int status, String what, List<String> details) {
    /** A line that could not be played to its end. */
    static StoryLine failed(String what, String reason) {
        return new StoryLine(false, 0, what, List.of(reason));
    }

    /** Several lines of text, the first with the verdict. */
    String toText(int number) {
        String answer = status == 0 ? "–" : Integer.toString(status);
        StringBuilder text =
                new StringBuilder(String.format("%2d %s %3s  %s%n", number, asItShould ? "✓" : "✗", answer, what));
        details.forEach(detail -> text.append(String.format("          %s%n", detail)));
        return text.toString();
    }
}
