package io.holdfast.authorizationserver;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server cannot be reached, or its answer is of no use. The message is for the operator and
 * holds no secret. An OAuth error that the server answered in due form is a {@link TokenErrorException} instead.
 */
public final class AuthorizationServerException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;
    private final @Nullable String otherIssuer;

    /** With a message for the operator. */
    public AuthorizationServerException(String message) {
        this(message, null, 0, null, null);
    }

    /** With a message for the operator and a cause, which must not hold a secret either. */
    public AuthorizationServerException(String message, @Nullable Throwable cause) {
        this(message, cause, 0, null, null);
    }

    /** About an answer that came. */
    AuthorizationServerException(String message, HttpAnswer answer) {
        this(message, null, answer.status(), answer.retryAfter(), null);
    }

    private AuthorizationServerException(
            String message,
            @Nullable Throwable cause,
            int status,
            @Nullable Duration retryAfter,
            @Nullable String otherIssuer) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
        this.otherIssuer = otherIssuer;
    }

    /** About metadata that are of another issuer than the one that was asked for. */
    static AuthorizationServerException ofOtherIssuer(String message, String otherIssuer) {
        return new AuthorizationServerException(message, null, 0, null, otherIssuer);
    }

    /** Covers all addresses that were asked: the last failure, or one of metadata of another issuer. */
    static AuthorizationServerException ofAll(String message, @Nullable AuthorizationServerException one) {
        return new AuthorizationServerException(message, one, 0, null, one == null ? null : one.otherIssuer);
    }

    /** The issuer that the metadata are of instead, in printable characters; empty if the failure is another one. */
    public Optional<String> otherIssuer() {
        return Optional.ofNullable(otherIssuer);
    }

    /** The pause that the server asks for: zero to an hour. Empty: it does not ask, or did not answer. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** True if nobody listens at the server's address. */
    boolean isRefusedConnection() {
        return ConnectionFailure.causedBy(this, ConnectException.class);
    }

    /** True if there was no connection to send the request over. */
    boolean isBeforeTheRequest() {
        return isRefusedConnection()
                || ConnectionFailure.causedBy(this, ConnectTimeoutException.class)
                || ConnectionFailure.causedBy(this, NoRouteToHostException.class)
                || ConnectionFailure.causedBy(this, UnknownHostException.class)
                || ConnectionFailure.causedBy(this, CertificateException.class)
                || ConnectionFailure.causedBy(this, SSLPeerUnverifiedException.class)
                || ConnectionFailure.isWithoutTunnel(this);
    }

    /** True if the server answered that it has failed. */
    boolean isServerError() {
        return status >= 500;
    }
}
