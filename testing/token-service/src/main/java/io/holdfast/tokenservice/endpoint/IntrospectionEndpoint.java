package io.holdfast.tokenservice.endpoint;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.tokenservice.client.ClientAuthenticator;
import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import io.holdfast.tokenservice.key.SigningKeyRing;
import io.holdfast.tokenservice.token.AccessToken;
import io.holdfast.tokenservice.token.AccessTokens;
import io.holdfast.tokenservice.token.TokenAudience;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The introspection endpoint (RFC 7662). Only a protected resource is told anything, and only about access tokens that
 * are for it: to everybody else each token is one that is not active. The caller's own certificate, if it has one, says
 * who asks and has nothing to do with the token's {@code cnf}.
 *
 * <p>Whoever asks for {@code application/token-introspection+jwt} gets the answer as a JWT that is signed for it alone
 * (RFC 9701). Safe for use by many threads.
 */
public final class IntrospectionEndpoint implements FormEndpoint.Action {
    private static final String SIGNED = "application/token-introspection+jwt";

    /** The lifetime of a signed answer. */
    private static final long ANSWER_SECONDS = 60;

    private final ClientAuthenticator authenticator;
    private final AccessTokens tokens;
    private final TokenAudience audience;
    private final SigningKeyRing keys;
    private final String issuer;
    private final Clock clock;

    /** @param issuer the {@code iss} of signed answers */
    public IntrospectionEndpoint(
            ClientAuthenticator authenticator,
            AccessTokens tokens,
            TokenAudience audience,
            SigningKeyRing keys,
            String issuer,
            Clock clock) {
        this.authenticator = authenticator;
        this.tokens = tokens;
        this.audience = audience;
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(FormParameters form, HttpRequest request) throws OAuthErrorException {
        // RFC 7662 §2.1: whoever does not say who it is is not authenticated, and its request not merely malformed.
        if (!form.has("client_id")
                && !form.has("client_assertion")
                && request.headers("Authorization").isEmpty()) {
            throw new OAuthErrorException(INVALID_CLIENT, "The introspection endpoint needs client authentication");
        }
        RegisteredClient caller = authenticator.authenticate(form, request).client();
        if (!caller.confidential()) {
            throw new OAuthErrorException(INVALID_CLIENT, "A client without credentials cannot introspect");
        }
        String text =
                form.value("token").orElseThrow(() -> new OAuthErrorException(INVALID_REQUEST, "token is missing"));
        Map<String, Object> introspection = tokens.active(text)
                .filter(token -> audience.includes(caller, token))
                .map(IntrospectionEndpoint::active)
                .orElse(Collections.singletonMap("active", false));
        return wantsSigned(request)
                ? HttpResponse.of(200, SIGNED, signed(introspection, caller))
                : HttpResponse.json(200, introspection);
    }

    private static Map<String, Object> active(AccessToken token) {
        Map<String, Object> members = new LinkedHashMap<>(token.claims());
        members.put("active", true);
        members.put("token_type", "Bearer");
        return members;
    }

    private static boolean wantsSigned(HttpRequest request) {
        return request.headers("Accept").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(range -> range.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
                .anyMatch(SIGNED::equals);
    }

    /** RFC 9701 §5: nothing of the token stands beside {@code token_introspection}, so this cannot pass for one. */
    private String signed(Map<String, Object> introspection, RegisteredClient caller) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", caller.id());
        claims.put("iat", now);
        claims.put("token_introspection", introspection);
        return keys.current().sign("token-introspection+jwt", claims, now + ANSWER_SECONDS);
    }
}
