package io.holdfast.field;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRingBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An authorization server that nobody here wrote, in a process of its own, on ports that it keeps. */
abstract class RealAuthorizationServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    final TokenParties parties;
    private final HttpClient stranger;
    private @Nullable Program program;

    RealAuthorizationServer(TokenParties parties) {
        this.parties = parties;
        this.stranger = parties.stranger();
    }

    /** Its name in {@code -Dfield}, and before the names of its snippets in the documentation. */
    abstract String id();

    abstract String issuer();

    /** Starts the process; what it prints goes to a file below the directory of the parties. */
    abstract Program launch() throws IOException, InterruptedException;

    /** From now on signs with a new key; the earlier one stays published. By default at an address of the test's server. */
    void rotateKeys() throws IOException, InterruptedException {
        done(HttpRequest.newBuilder(URI.create(issuer() + "/test/rotate")).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** What becomes of a request with a token that a client has fetched by this method. */
    abstract CellOutcome ofClient(ClientAuthentication method);

    /** What becomes of a request with a token of this kind at a door that introspects by this method. */
    abstract CellOutcome ofDoor(TokenKind kind, ClientAuthentication method);

    /** What the client says for tokens of this kind. */
    abstract KeyRingBuilder asking(KeyRingBuilder client, TokenKind kind);

    /** A token of the token endpoint's answer. */
    static String token(String answer, String member) {
        Matcher token =
                Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
        if (!token.find()) {
            throw new AssertionError("The token endpoint's answer has no " + member + ".");
        }
        return token.group(1);
    }

    /** A form as a request. */
    static HttpRequest.Builder form(String address, String body) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    final void start() throws Exception {
        program = launch();
        program.await(issuer() + " answers", START, this::answers);
    }

    private boolean answers() throws InterruptedException {
        try {
            return metadata().statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    final HttpResponse<String> metadata() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration")));
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return stranger.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends it, and sees that the answer is good. */
    final String done(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(answer + ": " + answer.body());
        }
        return answer.body();
    }

    final void stop() {
        if (program != null) {
            program.close();
            program = null;
        }
    }

    @Override
    public final void close() {
        stop();
    }
}
