package io.holdfast.tokenservice;

import io.holdfast.tokenservice.authorization.AuthorizationEndpoint;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Registrations;
import io.holdfast.tokenservice.client.Target;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.key.SigningKeyRing;
import io.holdfast.tokenservice.token.AccessTokenIssuer;
import io.holdfast.tokenservice.token.AccessTokens;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens that the service issues to tests in the same JVM, past its endpoints. Safe for use by many threads. */
final class TestIssues {
    /** The time for which the key of a JWT without {@code exp} stays published. */
    private static final long SIGNED_SECONDS = 3600;

    private final Registrations registrations;
    private final AccessTokenIssuer issuer;
    private final AccessTokens tokens;
    private final AuthorizationEndpoint authorization;
    private final SigningKeyRing keys;
    private final Clock clock;

    TestIssues(
            Registrations registrations,
            AccessTokenIssuer issuer,
            AccessTokens tokens,
            AuthorizationEndpoint authorization,
            SigningKeyRing keys,
            Clock clock) {
        this.registrations = registrations;
        this.issuer = issuer;
        this.tokens = tokens;
        this.authorization = authorization;
        this.keys = keys;
        this.clock = clock;
    }

    TestToken token(String clientId) {
        RegisteredClient client = registrations
                .client(clientId)
                .orElseThrow(() -> new IllegalArgumentException("There is no client '" + clientId + "'"));
        try {
            Target target =
                    registrations.resources().target(Collections.emptyList(), Optional.empty(), client.scopes());
            return new TestToken(
                    issuer.draft(client, target).build(), client.accessTokenFormat(), now(), tokens::issue);
        } catch (OAuthErrorException e) {
            throw new IllegalArgumentException("Client '" + clientId + "' gets no token: " + e.getMessage(), e);
        }
    }

    String sign(String type, Map<String, ?> claims) {
        Object exp = claims.get("exp");
        long validUntil = exp instanceof Number ? ((Number) exp).longValue() : now() + SIGNED_SECONDS;
        return keys.current().sign(type, new LinkedHashMap<>(claims), validUntil);
    }

    String authorizationCode(String clientId, String user, String redirectUri, String codeChallenge, String... scopes) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", clientId);
        request.put("redirect_uri", redirectUri);
        request.put("code_challenge", codeChallenge);
        request.put("code_challenge_method", "S256");
        request.put("scope", String.join(" ", scopes));
        try {
            return authorization.code(FormParameters.parse(form(request)), user);
        } catch (OAuthErrorException e) {
            throw new IllegalArgumentException(e.error().code() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] form(Map<String, String> parameters) {
        StringBuilder form = new StringBuilder();
        parameters.forEach((name, value) -> form.append(form.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(encoded(value)));
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(String text) {
        try {
            return URLEncoder.encode(text, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java platform has UTF-8, but this one has not", e);
        }
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
