package io.holdfast.authorizationserver;

/**
 * How a client proves to the token endpoint who it is. Both ways send the same: the client id, and the certificate by
 * TLS. They differ in what the server compares.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 section 2, "Mutual TLS for OAuth Client
 *     Authentication"</a>
 */
public enum ClientAuthentication {
    /** By a certificate that an authority issued: the server verifies the chain and compares a registered name. */
    TLS_CLIENT_AUTH("tls_client_auth"),

    /** By the certificate itself, which was registered at the server before. */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth");

    private final String methodName;

    ClientAuthentication(String methodName) {
        this.methodName = methodName;
    }

    /** The name in client and server metadata, for example {@code tls_client_auth}. */
    public String methodName() {
        return methodName;
    }
}
