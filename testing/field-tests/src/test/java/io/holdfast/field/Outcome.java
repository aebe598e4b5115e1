package io.holdfast.field;

import java.util.Map;
import java.util.TreeMap;

/** What came of a trial: what requests got, and where the operator can read why. */
final class Outcome {
    /** Numbers of requests by what they got. */
    final Map<String, Integer> answers = new TreeMap<>();

    /** Numbers of lines by the file that has them. */
    final Map<String, Integer> logged = new TreeMap<>();

    private String line = "";

    void answer(String got) {
        answers.merge(got, 1, Integer::sum);
    }

    /** The first line that tells the operator. */
    void line(String text) {
        if (line.isEmpty()) {
            line = text;
        }
    }

    String line() {
        return line;
    }

    /** In a few words, for a table. */
    String summary() {
        return String.join(", ", answers.keySet()) + "; "
                + (logged.isEmpty() ? "nothing logged" : "logged in " + files());
    }

    private String files() {
        StringBuilder text = new StringBuilder();
        logged.forEach((file, lines) -> text.append(text.length() == 0 ? "" : ", ")
                .append('`')
                .append(file)
                .append("` (")
                .append(lines)
                .append(')'));
        return text.toString();
    }
}
