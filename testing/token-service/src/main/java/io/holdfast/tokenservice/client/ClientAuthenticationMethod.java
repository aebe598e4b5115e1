package io.holdfast.tokenservice.client;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A client's way to prove who it is: the {@code token_endpoint_auth_method} (RFC 7591 §2, RFC 8705 §2). */
public enum ClientAuthenticationMethod {
    /** A certificate of one of our authorities with the registered subject (RFC 8705 §2.1). */
    TLS_CLIENT_AUTH("tls_client_auth", false),
    /** The very certificate that is registered (RFC 8705 §2.2). */
    SELF_SIGNED_TLS_CLIENT_AUTH("self_signed_tls_client_auth", false),
    /** A secret in the {@code Authorization} header (RFC 6749 §2.3.1). */
    CLIENT_SECRET_BASIC("client_secret_basic", true),
    /** A secret in the form (RFC 6749 §2.3.1). */
    CLIENT_SECRET_POST("client_secret_post", true),
    /** A JWT signed with a registered key (RFC 7523 §2.2). */
    PRIVATE_KEY_JWT("private_key_jwt", true),
    /** Not at all: a public client only names itself (RFC 6749 §2.1). */
    NONE("none", false);

    private final String value;
    private final boolean inMessage;

    ClientAuthenticationMethod(String value, boolean inMessage) {
        this.value = value;
        this.inMessage = inMessage;
    }

    /** The name that it is registered and published with. */
    public String value() {
        return value;
    }

    /** True if the proof stands in the HTTP message; else it is in the TLS handshake, or there is none. */
    boolean inMessage() {
        return inMessage;
    }

    static Optional<ClientAuthenticationMethod> named(String value) {
        return Arrays.stream(values())
                .filter(method -> method.value.equals(value))
                .findFirst();
    }

    /** All names, for a message. */
    static String names() {
        return Arrays.stream(values()).map(method -> method.value).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return value;
    }
}
