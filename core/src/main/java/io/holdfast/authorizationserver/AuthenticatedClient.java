package io.holdfast.authorizationserver;

import io.holdfast.certificate.IssuerNames;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.text.Printable;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

/**
 * A client of an authorization server and the proof that it is that client. A protected resource that introspects
 * tokens is a client too.
 *
 * <p>Immutable and safe for use by many threads. It never shows its secret.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7662#section-2.1">RFC 7662 section 2.1, "Introspection Request"</a>
 */
public final class AuthenticatedClient {
    private final String clientId;
    private final ClientAuthentication authentication;
    private final ClientProof proof;
    private final List<String> secrets;

    private AuthenticatedClient(
            String clientId, ClientAuthentication authentication, ClientProof proof, String... secrets) {
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("The client id is empty. Give the one registered at the server.");
        }
        this.clientId = clientId;
        this.authentication = authentication;
        this.proof = proof;
        this.secrets = Arrays.asList(secrets);
    }

    /**
     * A client that is known by the certificate of its connection: make that with
     * {@link AuthorizationServerConnection.Builder#credentials credentials}.
     *
     * @throws IllegalArgumentException if the client id is empty or this is no method of mutual TLS
     */
    public static AuthenticatedClient byCertificate(String clientId, ClientAuthentication method) {
        if (!method.isMutualTls()) {
            throw new IllegalArgumentException(method.methodName() + " is no authentication by certificate.");
        }
        // Required: it tells the server which registration to compare the certificate with (RFC 8705 section 2).
        return new AuthenticatedClient(
                clientId, method, (form, headers) -> form.add(new BasicNameValuePair("client_id", clientId)));
    }

    /**
     * A client that shares a secret with the server.
     *
     * @param method {@link ClientAuthentication#CLIENT_SECRET_BASIC}, or
     *     {@link ClientAuthentication#CLIENT_SECRET_POST} for servers that take no other
     * @throws IllegalArgumentException if the client id or the secret is empty, if the secret has a control
     *     character, or if this is no method by secret
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 section 2.3.1, "Client Password"</a>
     */
    public static AuthenticatedClient bySecret(String clientId, ClientAuthentication method, String secret) {
        if (!method.isBySecret()) {
            throw new IllegalArgumentException(method.methodName() + " is no authentication by a secret.");
        }
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("The client secret is empty.");
        }
        if (secret.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The client secret has a control character, the end of its line for example.");
        }
        String basic = Base64.getEncoder()
                .encodeToString(
                        (formEncoded(clientId) + ":" + formEncoded(secret)).getBytes(StandardCharsets.US_ASCII));
        return new AuthenticatedClient(
                clientId,
                method,
                method == ClientAuthentication.CLIENT_SECRET_BASIC
                        ? (form, headers) -> headers.put(HttpHeaders.AUTHORIZATION, "Basic " + basic)
                        : (form, headers) -> {
                            form.add(new BasicNameValuePair("client_id", clientId));
                            form.add(new BasicNameValuePair("client_secret", secret));
                        },
                secret,
                formEncoded(secret),
                basic);
    }

    /** Both parts are form-encoded first, so that a colon in an id or any character in a secret comes through. */
    private static String formEncoded(String text) {
        try {
            return URLEncoder.encode(text, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java platform has UTF-8, but this one has not.", e);
        }
    }

    /**
     * A client that signs an assertion for each call.
     *
     * @param issuer the authorization server's issuer identifier, the assertion's only audience unless the profile names
     *     another; where only its token endpoint is known, that address
     * @param key the client's key; the server knows its public half. It need not be that of the TLS connection
     * @param clock the time of the assertions
     * @throws IllegalArgumentException if the client id is empty or the key does not fit the algorithm
     */
    public static AuthenticatedClient byAssertion(
            String clientId, String issuer, KeyMaterial key, AssertionProfile profile, Clock clock) {
        return new AuthenticatedClient(
                clientId,
                ClientAuthentication.PRIVATE_KEY_JWT,
                new ClientAssertion(
                        clientId,
                        Objects.requireNonNull(issuer, "issuer"),
                        Objects.requireNonNull(key, "key"),
                        profile,
                        clock));
    }

    /** The client id, as registered at the authorization server. */
    public String clientId() {
        return clientId;
    }

    /** The method by which the client authenticates. */
    public ClientAuthentication authentication() {
        return authentication;
    }

    /** True if a text repeats the client's proof. */
    boolean isShownIn(String text) {
        return Echo.hasJwt(text) || secrets.stream().anyMatch(secret -> Echo.isIn(text, secret));
    }

    /**
     * Proposes what to look at after the server has not accepted the client; a sentence after a space, or empty.
     *
     * @param offered the credentials of the connection; null if it offers none
     */
    String hint(@Nullable CredentialGeneration offered) {
        List<X509Certificate> certificates = offered == null ? Collections.emptyList() : offered.certificateChain();
        int chain = certificates.size();
        switch (authentication) {
            case TLS_CLIENT_AUTH:
                if (chain != 1) {
                    return "";
                }
                return IssuerNames.isIssuerOf(certificates.get(0), certificates.get(0))
                        ? " The client's certificate is self-signed, and no authority has issued it: the method for such a"
                                + " certificate is self_signed_tls_client_auth, if the client is registered with it."
                        : " The key store holds the client's certificate alone: some servers want its issuer's after it.";
            case SELF_SIGNED_TLS_CLIENT_AUTH:
                return chain <= 1
                        ? ""
                        : " The key store holds a chain of " + chain
                                + ": some servers take only a single certificate for this method.";
            default:
                return " See whether the client is registered with this method, and whether its secret or key is still"
                        + " the registered one.";
        }
    }

    void authenticate(List<NameValuePair> form, Map<String, String> headers) throws AuthorizationServerException {
        proof.addTo(form, headers);
    }

    /** The client id and the method; no secret. */
    @Override
    public String toString() {
        return "client " + Printable.of(clientId) + " by " + authentication.methodName();
    }
}
