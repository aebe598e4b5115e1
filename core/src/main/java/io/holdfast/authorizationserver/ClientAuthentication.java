package io.holdfast.authorizationserver;

import java.util.Optional;

/**
 * The methods by which a client authenticates to the authorization server, of the IANA registry "OAuth Token Endpoint
 * Authentication Methods" that Holdfast knows. An {@link AuthenticatedClient} applies them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 section 2, "Mutual TLS for OAuth Client
 *     Authentication"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1">RFC 6749 section 2.3.1, "Client Password"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523#section-2.2">RFC 7523 section 2.2, "Using JWTs for Client
 *     Authentication"</a>
 */
public enum ClientAuthentication {
    /** By a certificate that an authority issued: the server verifies the chain and compares a registered name. */
    TLS_CLIENT_AUTH("tls_client_auth"),

    /** By the certificate itself, which was registered at the server before. */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth"),

    /** By a secret that both know, sent in an {@code Authorization: Basic} header. */
    CLIENT_SECRET_BASIC("client_secret_basic"),

    /** By the same secret, sent in the form of the call: for servers that do not take the header. */
    CLIENT_SECRET_POST("client_secret_post"),

    /** By a JWT that is signed with the client's private key and good for one call. */
    PRIVATE_KEY_JWT("private_key_jwt");

    private final String methodName;

    ClientAuthentication(String methodName) {
        this.methodName = methodName;
    }

    /** The name in client and server metadata, for example {@code tls_client_auth}. */
    public String methodName() {
        return methodName;
    }

    /** True if the proof is the certificate of the TLS connection. */
    public boolean isMutualTls() {
        return this == TLS_CLIENT_AUTH || this == SELF_SIGNED_TLS_CLIENT_AUTH;
    }

    /** True if the proof is a secret that the server knows, too. */
    public boolean isBySecret() {
        return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
    }

    /** The method of exactly this name. */
    public static Optional<ClientAuthentication> named(String methodName) {
        for (ClientAuthentication method : values()) {
            if (method.methodName.equals(methodName)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}
