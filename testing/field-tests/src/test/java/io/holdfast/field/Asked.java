package io.holdfast.field;

import io.holdfast.field.Callers.Caller;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks for servlet, page, file and asynchronous path, with a good token and its certificate, and with neither. */
final class Asked {
    private static final List<String> PATHS = List.of("servlet", "page.jsp", "static.txt", "async");

    private final Callers callers;
    private final String token;
    private final List<String> reached = new ArrayList<>();

    Asked(Callers callers, String token) {
        this.callers = callers;
        this.token = token;
    }

    void ask(StartedServer server, Trial trial, Outcome outcome) throws IOException, InterruptedException {
        for (String path : PATHS) {
            note(callers.get(Caller.OWN, Protocol.TLS_13_HTTP_11, server.uri(trial, path), token), outcome);
            note(callers.get(Caller.NONE, Protocol.TLS_13_HTTP_11, server.uri(trial, path), null), outcome);
        }
    }

    private void note(HttpResponse<String> answer, Outcome outcome) {
        if (answer.statusCode() < 400 || answer.body().contains("reached")) {
            reached.add(answer + ": " + answer.body());
            outcome.answer("**" + answer.statusCode() + ", served**");
        } else {
            outcome.answer(Integer.toString(answer.statusCode()));
        }
    }

    /** What came from the application. */
    List<String> reached() {
        return reached;
    }

    static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
