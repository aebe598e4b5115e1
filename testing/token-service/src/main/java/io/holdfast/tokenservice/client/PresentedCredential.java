package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.UnverifiedIssuer;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a request says it comes from, and what it offers as proof; nothing of it is believed yet. There is at most one
 * proof in the message (RFC 6749 §2.3), and a certificate beside it or not. Immutable.
 */
final class PresentedCredential {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final String clientId;
    private final @Nullable ClientAuthenticationMethod method;
    private final @Nullable String proof;
    private final List<X509Certificate> chain;

    private PresentedCredential(
            String clientId,
            @Nullable ClientAuthenticationMethod method,
            @Nullable String proof,
            List<X509Certificate> chain) {
        this.clientId = clientId;
        this.method = method;
        this.proof = proof;
        this.chain = chain;
    }

    /**
     * The credential that this request presents.
     *
     * @throws OAuthErrorException {@code invalid_request} if it has two proofs, names two clients or none
     * @throws RefusedClientException if what should be a proof is none
     */
    static PresentedCredential in(FormParameters form, HttpRequest request)
            throws OAuthErrorException, RefusedClientException {
        List<String> authorization = request.headers("Authorization");
        boolean secret = form.has("client_secret");
        boolean assertion = form.has("client_assertion") || form.has("client_assertion_type");
        if (authorization.size() + (secret ? 1 : 0) + (assertion ? 1 : 0) > 1) {
            throw new OAuthErrorException(INVALID_REQUEST, "More than one client authentication method was used");
        }
        List<X509Certificate> chain = request.clientCertificates();
        if (!authorization.isEmpty()) {
            BasicCredentials basic = BasicCredentials.parse(authorization.get(0));
            return new PresentedCredential(
                    same(basic.user(), form), ClientAuthenticationMethod.CLIENT_SECRET_BASIC, basic.password(), chain);
        }
        if (assertion) {
            String jwt = assertion(form);
            return new PresentedCredential(
                    same(issuer(jwt), form), ClientAuthenticationMethod.PRIVATE_KEY_JWT, jwt, chain);
        }
        String id = form.value("client_id")
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_REQUEST, "client_id is missing; a client is never guessed from its certificate"));
        return secret
                ? new PresentedCredential(
                        id,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST,
                        form.value("client_secret").orElse(null),
                        chain)
                : new PresentedCredential(id, null, null, chain);
    }

    private static String same(String clientId, FormParameters form) throws OAuthErrorException {
        if (!form.value("client_id").orElse(clientId).equals(clientId)) {
            throw new OAuthErrorException(INVALID_REQUEST, "client_id names another client than the credentials");
        }
        return clientId;
    }

    private static String assertion(FormParameters form) throws OAuthErrorException, RefusedClientException {
        Optional<String> type = form.value("client_assertion_type");
        Optional<String> assertion = form.value("client_assertion");
        if (!type.isPresent() || !assertion.isPresent()) {
            throw new OAuthErrorException(
                    INVALID_REQUEST, "client_assertion and client_assertion_type come only together");
        }
        if (!type.get().equals(JWT_BEARER)) {
            throw new RefusedClientException("a client with an assertion that is no JWT");
        }
        return assertion.get();
    }

    /** Only says whose keys the assertion is to be checked with. */
    private static String issuer(String jwt) throws RefusedClientException {
        try {
            return UnverifiedIssuer.of(jwt)
                    .name()
                    .orElseThrow(() -> new RefusedClientException("a client whose assertion has no iss"));
        } catch (TokenRejectedException e) {
            throw new RefusedClientException("a client with a malformed assertion");
        }
    }

    /** The client that the request names. */
    String clientId() {
        return clientId;
    }

    /** True if a client of that method proves itself in this way. */
    boolean uses(ClientAuthenticationMethod registered) {
        return method == null ? !registered.inMessage() : method == registered;
    }

    /** The method, as the end of a sentence. */
    String description() {
        return method == null ? "nothing in its message" : method.value();
    }

    /** The secret, of the two methods with one; otherwise null. */
    @Nullable
    String secret() {
        return method == ClientAuthenticationMethod.PRIVATE_KEY_JWT ? null : proof;
    }

    /** The JWT, of the method with one; otherwise null. */
    @Nullable
    String assertion() {
        return method == ClientAuthenticationMethod.PRIVATE_KEY_JWT ? proof : null;
    }

    /** The certificates of this handshake, the client's own first; perhaps none. */
    List<X509Certificate> chain() {
        return chain;
    }
}
