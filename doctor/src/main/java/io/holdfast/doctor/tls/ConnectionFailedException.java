package io.holdfast.doctor.tls;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection failed, or brought no whole answer. The message holds no secret. */
public final class ConnectionFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Stage stage;
    private final boolean late;
    private final transient @Nullable TlsObservation observation;

    ConnectionFailedException(
            Stage stage, boolean late, @Nullable TlsObservation observation, String message, Exception cause) {
        super(message, cause);
        this.stage = stage;
        this.late = late;
        this.observation = observation;
    }

    /** The step that failed. */
    public enum Stage {
        /** The host's name has no address. */
        NAME,
        /** No TCP connection. */
        CONNECT,
        /** TLS, by either side. */
        HANDSHAKE,
        /** The request was sent, or should have been, and no answer began: under TLS 1.3 the server may only now refuse. */
        ANSWER,
        /** The answer began and did not end. */
        BODY
    }

    /** The step that failed. */
    public Stage stage() {
        return stage;
    }

    /** True if there was a connection, and this side ended it because the time for it was over. */
    public boolean isLate() {
        return late;
    }

    /** Facts of the connection; empty if there was none. */
    public Optional<TlsObservation> observation() {
        return Optional.ofNullable(observation);
    }

    /**
     * True if the server's TLS probably refused the client: it had asked for a certificate, and then the connection
     * ended before any answer. Alerts have other names in each implementation, so this does not depend on them. A server
     * that was only too slow has refused nothing: it may yet answer.
     */
    public boolean isRefusalByTls() {
        return observation != null
                && observation.asked()
                && (stage == Stage.HANDSHAKE || stage == Stage.ANSWER)
                && !late;
    }
}
