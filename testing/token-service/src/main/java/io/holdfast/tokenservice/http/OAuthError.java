package io.holdfast.tokenservice.http;

/** The error codes of the endpoints and the status each is sent with (RFC 6749 §4.1.2.1 and §5.2, RFC 8707 §2). */
public enum OAuthError {
    INVALID_REQUEST("invalid_request", 400),
    INVALID_CLIENT("invalid_client", 401),
    INVALID_GRANT("invalid_grant", 400),
    UNAUTHORIZED_CLIENT("unauthorized_client", 400),
    UNSUPPORTED_GRANT_TYPE("unsupported_grant_type", 400),
    INVALID_SCOPE("invalid_scope", 400),
    INVALID_TARGET("invalid_target", 400),
    /** Of the authorization endpoint: the user said no. Sent in a redirect. */
    ACCESS_DENIED("access_denied", 400),
    /** Of the authorization endpoint. Sent in a redirect. */
    UNSUPPORTED_RESPONSE_TYPE("unsupported_response_type", 400),
    /**
     * It cannot be known now whether the client is the registered one, or the service holds as much as it may and will
     * have room again by itself. RFC 6749 §5.2 has no code for that, and a client that got {@code invalid_client} would
     * think its credential bad; so the status says it, with the code that §4.1.2.1 has for the same case.
     */
    TEMPORARILY_UNAVAILABLE("temporarily_unavailable", 503);

    private final String code;
    private final int status;

    OAuthError(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /** The code as it is sent. */
    public String code() {
        return code;
    }

    /** The HTTP status that it is sent with. */
    public int status() {
        return status;
    }
}
