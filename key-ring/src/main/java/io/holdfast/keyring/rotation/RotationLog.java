package io.holdfast.keyring.rotation;

import io.holdfast.certificate.ExtendedKeyUsage;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the events of a rotation, and each repeated problem only once. Safe for several threads. */
final class RotationLog {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

    private @Nullable String lastProblem; // guarded by this

    void unreadable(KeyMaterialException failure) {
        if (isNews(failure.getMessage())) {
            LOG.warn("The key store cannot be used; the credentials in use stay. {}", failure.getMessage());
        }
    }

    synchronized void readable() {
        lastProblem = null;
    }

    /** Warns of a certificate that most servers refuse, which can be seen before any of them does. */
    void loaded(CredentialGeneration credentials) {
        String objection = ExtendedKeyUsage.objection(credentials.certificate());
        if (!objection.isEmpty()) {
            LOG.warn("The key store holds {}. {}", credentials, objection);
        }
    }

    void waiting(Generation next, Throwable cause, Duration pause) {
        LOG.warn(
                "There are new credentials, {}, but no token could be had with them yet; those in use stay."
                        + " It is tried again in {} s. {}",
                next,
                Math.max(1, pause.getSeconds()),
                cause instanceof TokenUnavailableException
                        ? cause.getMessage()
                        : cause.getClass().getName());
    }

    void replaced(Generation earlier, Generation present) {
        LOG.info("New credentials are in use: {}. Those before were {}.", present, earlier);
    }

    private synchronized boolean isNews(@Nullable String problem) {
        boolean news = problem == null || !problem.equals(lastProblem);
        lastProblem = problem;
        return news;
    }
}
