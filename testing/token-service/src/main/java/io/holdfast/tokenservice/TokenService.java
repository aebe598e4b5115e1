package io.holdfast.tokenservice;

import io.holdfast.config.SettingsException;
import io.holdfast.tokenservice.http.HttpHandler;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.key.SigningKeyRing;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A token service that is started: its registrations are loaded and its signing key is made. It needs a server that
 * hands it the requests for its {@link #paths()}, on two ports: one that asks for no client certificate, and one that
 * asks for a certificate, does without, and accepts any.
 *
 * <p>It is a service to try and to test with: users log in without a password, and its keys, tokens and grants are in
 * memory and gone when it stops. They are also bounded: when it remembers as much as it may, it forgets the oldest of the
 * client that has most.
 *
 * <p>Safe for use by many threads.
 */
public final class TokenService implements HttpHandler {
    private final Map<String, HttpHandler> endpoints;
    private final SigningKeyRing keys;
    private final TestIssues testIssues;
    private volatile boolean suspended;

    TokenService(Map<String, HttpHandler> endpoints, SigningKeyRing keys, TestIssues testIssues) {
        this.endpoints = endpoints;
        this.keys = keys;
        this.testIssues = testIssues;
    }

    /**
     * Loads and checks everything the service needs.
     *
     * @throws SettingsException if the settings, the authorities or the registrations cannot be used; with every problem
     */
    public static TokenService start(TokenServiceSettings settings) throws SettingsException {
        return TokenServiceAssembly.of(settings).service();
    }

    /** The paths of its endpoints, each exact. */
    public Set<String> paths() {
        return endpoints.keySet();
    }

    /** The answer of the endpoint of the request's path; 503 from all of them while the service is suspended. */
    @Override
    public HttpResponse handle(HttpRequest request) throws IOException {
        HttpHandler endpoint = endpoints.get(request.path());
        if (endpoint == null) {
            return HttpResponse.of(404);
        }
        return suspended ? HttpResponse.of(503).header("Retry-After", "1").notStored() : endpoint.handle(request);
    }

    /** Answers 503 to everything until {@link #resume()}; tokens and keys stay. */
    public void suspend() {
        suspended = true;
    }

    /** Ends {@link #suspend()}. */
    public void resume() {
        suspended = false;
    }

    public boolean suspended() {
        return suspended;
    }

    /**
     * Signs with a new key from now on. The old one stays published until the last token that it has signed has expired.
     *
     * @return the {@code kid} of the new key
     */
    public String rotateSigningKey() {
        return keys.rotate();
    }

    /**
     * Takes all keys but the one that signs out of the JWK Set at once, as if they had been stolen: what they have signed
     * is no longer active in introspection, and is refused by protected resources as soon as they fetch the JWK Set again.
     */
    public void withdrawRetiredKeys() {
        keys.withdrawRetired();
    }

    /** The {@code kid}s of the published keys, the one that signs first. */
    public List<String> signingKeyIds() {
        return keys.kids();
    }

    /**
     * <strong>For tests:</strong> starts a token that no client could get.
     *
     * @throws IllegalArgumentException if there is no such client
     */
    public TestToken testToken(String clientId) {
        return testIssues.token(clientId);
    }

    /**
     * <strong>For tests:</strong> a JWT with any claims and this {@code typ}, signed with the current key. The service does
     * not know it as a token: to introspection it is not active.
     */
    public String sign(String type, Map<String, ?> claims) {
        return testIssues.sign(type, claims);
    }

    /**
     * <strong>For tests:</strong> an authorization code without browser and redirect, good for one minute.
     *
     * @param user who allows it, by a name that the registrations file has
     * @param redirectUri one that the client is registered with, to be sent along with the code
     * @param codeChallenge the base64url of the SHA-256 of the code verifier (RFC 7636 §4.2)
     * @param scopes what is allowed; all that the client is registered for if none is given
     * @throws IllegalArgumentException if the authorization endpoint would refuse that; says why
     */
    public String authorizationCode(
            String clientId, String user, String redirectUri, String codeChallenge, String... scopes) {
        return testIssues.authorizationCode(clientId, user, redirectUri, codeChallenge, scopes);
    }
}
