package io.holdfast.tokenservice.http;

/** The error codes of a token endpoint and the status each is sent with (RFC 6749 §5.2, RFC 8707 §2). */
public enum OAuthError {
    INVALID_REQUEST("invalid_request", 400),
    INVALID_CLIENT("invalid_client", 401),
    UNAUTHORIZED_CLIENT("unauthorized_client", 400),
    UNSUPPORTED_GRANT_TYPE("unsupported_grant_type", 400),
    INVALID_SCOPE("invalid_scope", 400),
    INVALID_TARGET("invalid_target", 400);

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
