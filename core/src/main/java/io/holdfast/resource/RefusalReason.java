package io.holdfast.resource;

import io.holdfast.binding.BindingFailure;
import io.holdfast.token.TokenRejection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reason to refuse a request. Each reason has one stable code for logs and counters and one answer; the answer
 * tells the sender only the category, because the details help a thief more than a partner.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3.1">RFC 6750 section 3.1, "Error Codes"</a>
 */
public enum RefusalReason {
    /** No bearer token. */
    CREDENTIALS_MISSING(401, null, null),
    /** More than one {@code Authorization} line, or a token in the query as well. */
    CREDENTIALS_AMBIGUOUS(400, "invalid_request", "The request has more than one set of credentials."),
    /** {@code Bearer} without a token, or with one that has characters no token has. */
    CREDENTIALS_MALFORMED(400, "invalid_request", "The Authorization header is malformed."),
    /** A token over plain HTTP, which anyone on the way has read. */
    TRANSPORT_INSECURE(400, "invalid_request", "Access tokens must be sent over TLS."),

    /** {@link TokenRejection#TOKEN_TOO_LONG}. */
    TOKEN_TOO_LONG(Category.TOKEN, TokenRejection.TOKEN_TOO_LONG),
    /** {@link TokenRejection#TOKEN_MALFORMED}. */
    TOKEN_MALFORMED(Category.TOKEN, TokenRejection.TOKEN_MALFORMED),
    /** {@link TokenRejection#TOKEN_TYPE}. */
    TOKEN_TYPE(Category.TOKEN, TokenRejection.TOKEN_TYPE),
    /** {@link TokenRejection#TOKEN_ALGORITHM}. */
    TOKEN_ALGORITHM(Category.TOKEN, TokenRejection.TOKEN_ALGORITHM),
    /** {@link TokenRejection#TOKEN_UNSUPPORTED}. */
    TOKEN_UNSUPPORTED(Category.TOKEN, TokenRejection.TOKEN_UNSUPPORTED),
    /** {@link TokenRejection#TOKEN_KEY_UNKNOWN}. */
    TOKEN_KEY_UNKNOWN(Category.TOKEN, TokenRejection.TOKEN_KEY_UNKNOWN),
    /** {@link TokenRejection#TOKEN_SIGNATURE}. */
    TOKEN_SIGNATURE(Category.TOKEN, TokenRejection.TOKEN_SIGNATURE),
    /** {@link TokenRejection#TOKEN_ISSUER}. */
    TOKEN_ISSUER(Category.TOKEN, TokenRejection.TOKEN_ISSUER),
    /** {@link TokenRejection#TOKEN_AUDIENCE}. */
    TOKEN_AUDIENCE(Category.TOKEN, TokenRejection.TOKEN_AUDIENCE),
    /** {@link TokenRejection#TOKEN_EXPIRED}. */
    TOKEN_EXPIRED(Category.EXPIRED, TokenRejection.TOKEN_EXPIRED),
    /** {@link TokenRejection#TOKEN_NOT_YET_VALID}. */
    TOKEN_NOT_YET_VALID(Category.TOKEN, TokenRejection.TOKEN_NOT_YET_VALID),
    /** {@link TokenRejection#TOKEN_CLAIM_MISSING}. */
    TOKEN_CLAIM_MISSING(Category.TOKEN, TokenRejection.TOKEN_CLAIM_MISSING),
    /** {@link TokenRejection#TOKEN_INACTIVE}. */
    TOKEN_INACTIVE(Category.TOKEN, TokenRejection.TOKEN_INACTIVE),

    /** {@link BindingFailure#TOKEN_NOT_BOUND}. */
    TOKEN_NOT_BOUND(Category.BINDING, BindingFailure.TOKEN_NOT_BOUND),
    /** {@link BindingFailure#CONFIRMATION_MALFORMED}. */
    CONFIRMATION_MALFORMED(Category.BINDING, BindingFailure.CONFIRMATION_MALFORMED),
    /** {@link BindingFailure#CONFIRMATION_UNSUPPORTED}. */
    CONFIRMATION_UNSUPPORTED(Category.BINDING, BindingFailure.CONFIRMATION_UNSUPPORTED),
    /** {@link BindingFailure#CERTIFICATE_MISSING}. */
    CERTIFICATE_MISSING(Category.BINDING, BindingFailure.CERTIFICATE_MISSING),
    /** {@link BindingFailure#CERTIFICATE_MISMATCH}. */
    CERTIFICATE_MISMATCH(Category.BINDING, BindingFailure.CERTIFICATE_MISMATCH),
    /** The client certificate has expired or is not yet valid, and the settings have that checked. */
    CERTIFICATE_OUTSIDE_VALIDITY(Category.BINDING, null),

    /** The path can be read in more than one way, and access rules depend on it. */
    PATH_AMBIGUOUS(400, "invalid_request", "The path of the request is ambiguous."),
    /** An access rule denies the path to everybody. No token helps, so no error code is sent. */
    ACCESS_DENIED(403, null, null),
    /** The token lacks a scope that the settings require, for all paths or for this one. */
    SCOPE_INSUFFICIENT(403, "insufficient_scope", "The access token does not have the required scope."),
    /** A segment of the path must equal a claim of the token, and does not: the path is another partner's. */
    PATH_CLAIM_MISMATCH(Category.PATH, null),
    /** The token's client, issuer, audience or another claim is none that the path's access rule names. */
    RULE_NOT_MET(Category.PATH, null),
    /** The authorization server does not answer. */
    VERIFICATION_UNAVAILABLE(503, null, null),
    /** A fault of this resource. */
    INTERNAL_ERROR(500, null, null),
    /** The door could not start, so that it is shut: its settings do not work, or a part of it is missing. */
    MISCONFIGURED(503, null, null);

    /**
     * The request attribute in which a door leaves the {@link #code()} of the last refusal, a text: for error pages, for
     * filters that stand before the door, and for the container's access log. No client can write one. A constant of the
     * compiler, so that a door that is shut tells its reason without this class.
     */
    public static final String REQUEST_ATTRIBUTE = "io.holdfast.resource.RefusalReason";

    /** Holds the reason to refuse a request that passed, because its path is only reported about. */
    public static final String REPORTED_ATTRIBUTE = REQUEST_ATTRIBUTE + ".reported";

    private static final Map<Enum<?>, RefusalReason> BY_FACT = Arrays.stream(values())
            .filter(reason -> reason.fact != null)
            .collect(Collectors.toMap(reason -> reason.fact, reason -> reason));

    private final int status;
    private final @Nullable String error;
    private final @Nullable String description;

    /** Verification's or binding's own name for it; null if neither has found it. */
    private final @Nullable Enum<?> fact;

    RefusalReason(Category category, @Nullable Enum<?> fact) {
        this(category.status, category.error, category.description, fact);
    }

    RefusalReason(int status, @Nullable String error, @Nullable String description) {
        this(status, error, description, null);
    }

    RefusalReason(int status, @Nullable String error, @Nullable String description, @Nullable Enum<?> fact) {
        this.status = status;
        this.error = error;
        this.description = description;
        this.fact = fact;
    }

    static RefusalReason of(TokenRejection rejection) {
        return Objects.requireNonNull(BY_FACT.get(rejection));
    }

    static RefusalReason of(BindingFailure failure) {
        return Objects.requireNonNull(BY_FACT.get(failure));
    }

    /** The stable code, as in {@code certificate_mismatch}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The RFC 6750 error code; null where the answer has none. */
    @Nullable
    String error() {
        return error;
    }

    /** The {@code error_description}, a fixed text; null where the answer has none. */
    @Nullable
    String description() {
        return description;
    }

    private enum Category {
        TOKEN(401, "invalid_token", "The access token is not valid for this resource."),
        EXPIRED(401, "invalid_token", "The access token expired."),
        BINDING(401, "invalid_token", "The access token is not bound to the client certificate of this connection."),
        PATH(403, "insufficient_scope", "The access token does not give access to this path.");

        private final int status;
        private final String error;
        private final String description;

        Category(int status, String error, String description) {
            this.status = status;
            this.error = error;
            this.description = description;
        }
    }
}
