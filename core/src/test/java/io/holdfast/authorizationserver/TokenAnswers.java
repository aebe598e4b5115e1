package io.holdfast.authorizationserver;

import io.holdfast.json.StrictJson;
import java.net.URI;
import java.time.Duration;

/** Answers of a token endpoint without one, for tests of what is done with them. */
public final class TokenAnswers {
    private static final URI ENDPOINT = URI.create("https://as.example/token");
    private static final AuthenticatedClient CLIENT =
            AuthenticatedClient.byCertificate("server-a", ClientAuthentication.TLS_CLIENT_AUTH);

    private TokenAnswers() {}

    /** Reads a token answer, written with single quotes, as the endpoint does. */
    public static TokenResponse token(String json, TokenRequest request) {
        try {
            return TokenResponse.of(StrictJson.parseObject(json.replace('\'', '"')), request, true, ENDPOINT, CLIENT);
        } catch (Exception e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** A refusal with an OAuth error. */
    public static TokenErrorException refusal(String error) {
        return new TokenErrorException("The endpoint answered 400 " + error + ".", 400, error, null, null);
    }

    /** A refusal by a server that asks to be left alone for a time. */
    public static TokenErrorException refusal(int status, String error, Duration retryAfter) {
        return new TokenErrorException(
                "The endpoint answered " + status + " " + error + ".", status, error, null, retryAfter);
    }
}
