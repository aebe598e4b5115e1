package io.holdfast.demo.console;

import io.holdfast.demo.parties.Parties;
import io.holdfast.demo.parties.Scene;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Handles the forms of the buttons: {@code POST /actions/<name>}, with a redirect back to the page. Immutable. */
final class Actions {
    static final String PATH = "/actions/";
    static final String BUSY = "busy";

    private static final int LARGEST_BODY = 1024;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Parties parties;
    private final FormToken formToken;
    private final RefusalPage refusal;

    Actions(Parties parties, FormToken formToken, RefusalPage refusal) {
        this.parties = parties;
        this.formToken = formToken;
        this.refusal = refusal;
    }

    HttpResponse handle(HttpRequest request) throws IOException {
        Optional<Scene> scene = Scene.named(request.path().substring(PATH.length()));
        if (!scene.isPresent()) {
            return HttpResponse.of(404);
        }
        if (!request.method().equals("POST")) {
            return HttpResponse.methodNotAllowed("POST");
        }
        Optional<String> problem = Callers.reasonAgainstForm(request);
        if (problem.isPresent()) {
            return refusal.of(403, problem.get());
        }
        List<String> types = request.headers("Content-Type");
        if (types.size() != 1 || !types.get(0).toLowerCase(Locale.ROOT).startsWith(FORM)) {
            return refusal.of(415, "That was no form.");
        }
        return play(scene.get(), bounded(request));
    }

    private HttpResponse play(Scene scene, byte[] body) {
        if (body.length > LARGEST_BODY) {
            return refusal.of(413, "The form is larger than any of this page’s.");
        }
        if (!isOurs(body)) {
            return refusal.of(
                    403,
                    "The form is not from this start of the server. Go back, load the page again and press once more.");
        }
        // Relative, so that it works whatever the application’s own path is.
        return parties.play(scene).isPresent()
                ? HttpResponse.seeOther("../#result").notStored()
                : HttpResponse.seeOther("../?" + BUSY + "#result").notStored();
    }

    private boolean isOurs(byte[] body) {
        try {
            return FormParameters.parse(body)
                    .value("form_token")
                    .filter(formToken::matches)
                    .isPresent();
        } catch (OAuthErrorException e) {
            return false;
        }
    }

    /** Reads the body, and of one that is too large only a little more than the limit. */
    private static byte[] bounded(HttpRequest request) throws IOException {
        try (InputStream in = request.body()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] buffer = new byte[LARGEST_BODY + 1];
            for (int read = in.read(buffer); read >= 0 && body.size() <= LARGEST_BODY; read = in.read(buffer)) {
                body.write(buffer, 0, read);
            }
            return body.toByteArray();
        }
    }
}
