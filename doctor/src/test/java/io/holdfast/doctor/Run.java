package io.holdfast.doctor;

import io.holdfast.doctor.cli.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a command in this process, by the same entry as main's, without a terminal. */
record Run(int code, String out, String err) {

    static Run of(String... arguments) {
        return with("", arguments);
    }

    static Run with(String input, String... arguments) {
        return in(Map.of(), input, arguments);
    }

    static Run in(Map<String, String> environment, String input, String... arguments) {
        return of(environment, input, null, arguments);
    }

    static Run of(
            Map<String, String> environment, String input, Surroundings.@Nullable Prompt prompt, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Doctor.run(
                List.of(arguments),
                new Surroundings(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new LinkedHashMap<>(environment),
                        prompt));
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Both streams, for what must stand in neither. */
    String all() {
        return out + err;
    }
}
