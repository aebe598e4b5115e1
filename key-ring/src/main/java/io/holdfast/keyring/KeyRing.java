package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.rotation.Candidate;
import io.holdfast.keyring.rotation.Generation;
import io.holdfast.keyring.rotation.KeyStoreLook;
import io.holdfast.keyring.rotation.RotatingSslContext;
import io.holdfast.keyring.rotation.Rotation;
import io.holdfast.keyring.rotation.TokenSupply;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's credentials at one authorization server, and the certificate-bound tokens obtained with them. The
 * credentials rotate: when the key store changes, the next generation replaces the present one as a whole, so that a
 * token of one certificate is never sent over a connection of another.
 *
 * <p>Safe for use by several threads. Close it after the HTTP clients that use it. All rings of a class loader share one watch
 * of the file system and a few threads, which end with the last ring.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class KeyRing implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final CertificateDestinations destinations;
    private final RingEvents events;
    private final Supplier<Generation> present;
    private final Rotation rotation;
    private final RingCounters counters;
    private final TokenSupply supply;
    private final Duration longestWait;
    private final List<Closeable> threads;
    private final SSLContext rotating;
    private final EarlierCertificates earlier = new EarlierCertificates();
    private final WithheldTokens withheld;
    private final ShownCertificates shown;

    /**
     * @param longestWait the longest time that a caller waits for a token
     * @param threads threads and other parts, closed with the ring in this order
     */
    KeyRing(
            CertificateDestinations destinations,
            RingEvents events,
            RingCounters counters,
            Rotation rotation,
            KeyStoreLook keyStore,
            Duration longestWait,
            List<Closeable> threads) {
        this.destinations = destinations;
        this.events = events;
        this.counters = counters;
        this.rotation = rotation;
        this.present = rotation.inUse();
        this.supply = new TokenSupply(rotation, keyStore);
        this.longestWait = longestWait;
        this.threads = threads;
        events.add(earlier);
        this.withheld = new WithheldTokens(destinations.rules());
        this.shown = new ShownCertificates(destinations, withheld);
        this.rotating = RotatingSslContext.of(this::credentials, shown);
    }

    /** Starts a key ring with the default settings. */
    public static KeyRingBuilder builder() {
        return new KeyRingBuilder();
    }

    /** The rules: the servers that receive tokens, and the token for each. */
    public TokenRules rules() {
        return destinations.rules();
    }

    /** The credentials in use now. */
    public CredentialGeneration credentials() {
        return present.get().credentials();
    }

    /**
     * A TLS context that makes each connection with the credentials in use at that moment. It verifies no host names. It
     * offers the certificate only to {@linkplain #offersCertificateTo those servers} that may see it.
     *
     * <p>A client may keep it for good, and its connections in a pool: those that show a certificate that has been
     * replaced since {@linkplain RotatingSslContext end} with their next use, before anything is sent. So a rotation can
     * cost a call for each old connection and never refuses calls without end.
     */
    public SSLContext sslContext() {
        return rotating;
    }

    /**
     * A TLS context for one generation of credentials, also after a rotation: for connections that carry {@linkplain
     * BoundToken#credentials() its} tokens only.
     */
    public SSLContext sslContext(CredentialGeneration generation) {
        return RotatingSslContext.of(generation, shown);
    }

    /** The TLS context of one generation for connections that show no certificate to any server. */
    public SSLContext sslContextWithoutCertificate(CredentialGeneration generation) {
        return RotatingSslContext.withoutCertificate(generation, shown);
    }

    /**
     * True if a server may see the certificate: an allowed origin, or the authorization server. The authorization
     * server's origins are that of its issuer or token endpoint and, once the metadata have been read, that of the
     * endpoint that they name.
     *
     * @param port negative for 443
     */
    public boolean offersCertificateTo(String host, int port) {
        return destinations.include(host, port);
    }

    /** True if a certificate is the client's: the one in use or one of the hundred before it. */
    public boolean hasHad(Certificate certificate) {
        return credentials().certificate().equals(certificate) || earlier.include(certificate);
    }

    /**
     * Returns the token for a request, cached or fetched now. The stage fails with a {@link TokenUnavailableException}.
     * Dependent stages must not block: they may run on the thread that fetches tokens.
     */
    public CompletionStage<BoundToken> tokenLater(TokenRequest request) {
        return asked(request);
    }

    /**
     * Returns the token for a request. Waits while one is fetched, within the timeouts.
     *
     * @throws TokenUnavailableException if none is cached and none can be fetched
     * @throws InterruptedIOException if the thread is interrupted; the fetch goes on for others
     */
    public BoundToken token(TokenRequest request) throws TokenUnavailableException, InterruptedIOException {
        return await(asked(request));
    }

    private CompletableFuture<BoundToken> asked(TokenRequest request) {
        Generation generation = present.get();
        CompletableFuture<BoundToken> token = generation.tokens().get(request);
        if (!token.isDone() || token.isCompletedExceptionally()) {
            return supply.instead(token, request, generation);
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("The token {} is used again.", token.join().digest());
        }
        return token;
    }

    /**
     * Returns another token in place of one that a protected resource has refused as invalid: a token of the
     * credentials in use, if they have been replaced since or the key store holds others; else a newly fetched one.
     * Many callers with the same refused token share one fetch.
     *
     * @return empty if another attempt is useless: the token itself replaced a refused one a moment ago
     */
    public CompletionStage<Optional<BoundToken>> replacementLater(BoundToken refused) {
        events.tokenRefused(refused);
        return supply.replacement(refused);
    }

    /**
     * Returns another token like {@link #replacementLater}, and waits for it.
     *
     * @throws TokenUnavailableException if none is cached and none can be fetched
     * @throws InterruptedIOException if the thread is interrupted; the fetch goes on for others
     */
    public Optional<BoundToken> replacement(BoundToken refused)
            throws TokenUnavailableException, InterruptedIOException {
        return await(replacementLater(refused).toCompletableFuture());
    }

    /**
     * Drops a token that a protected resource has refused, so that the next request gets another; at most once in ten
     * seconds, so that a resource that refuses every token does not cost the authorization server a call each time.
     */
    public void forget(BoundToken refused) {
        events.tokenRefused(refused);
        supply.forget(refused);
    }

    /** Keeps a replacement that was refused, too, in use for ten seconds before another is fetched. */
    public void replacementRefused(BoundToken replacement) {
        events.tokenRefused(replacement);
        supply.replacementRefused(replacement);
    }

    /**
     * Warns once of a server that answered a request without a token by 401 and a Bearer challenge: it is no allowed origin,
     * perhaps by mistake.
     *
     * @param port negative for the scheme's own
     */
    public void tokenMissed(String scheme, String host, int port) {
        withheld.askedFor(scheme, host, port);
    }

    /**
     * Warns once of a server that answered 401 {@code invalid_token} and had not asked for the certificate.
     *
     * @param port negative for 443
     */
    public void tokenRefusedBy(String host, int port) {
        shown.tokenRefused(host, port);
    }

    /**
     * Warns once of a reason for which a token was not sent: its connection was made with another certificate.
     *
     * @param reason names both certificates, and what to change
     */
    public void tokenWithheld(String reason) {
        withheld.refused(reason);
    }

    /**
     * Reads the key store now. If it holds other credentials, their tokens are fetched, and when all are there, they
     * replace those in use. Waits for that within the timeouts, but for the key store as long as it takes; the fetches
     * continue afterwards if necessary. A changed client secret or assertion key alone is not noticed here: it is read
     * when the server refuses the client.
     *
     * @throws KeyMaterialException if it cannot be read whole or holds a certificate that is not valid now; the
     *     credentials in use stay
     * @throws IllegalStateException if the key ring is closed
     */
    public ReloadOutcome reload() throws KeyMaterialException {
        requireOpen();
        Candidate next = rotation.look();
        if (next == null) {
            return ReloadOutcome.UNCHANGED;
        }
        try {
            boolean replaced = rotation.attempt(next).get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
            return replaced ? ReloadOutcome.REPLACED : ReloadOutcome.WAITING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ReloadOutcome.WAITING;
        } catch (TimeoutException | ExecutionException e) {
            return ReloadOutcome.WAITING;
        }
    }

    private void requireOpen() {
        if (rotation.isClosed()) {
            throw new IllegalStateException("The key ring is closed.");
        }
    }

    /** The present counters and state. */
    public KeyRingStatus status() {
        return counters.status(rotation);
    }

    /** Adds a listener, which receives later events only. */
    public void addListener(KeyRingListener listener) {
        events.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Removes a listener; without effect if it was not added. */
    public void removeListener(KeyRingListener listener) {
        events.remove(listener);
    }

    private <T> T await(CompletableFuture<T> result) throws TokenUnavailableException, InterruptedIOException {
        try {
            return result.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while a token was fetched.");
            interrupted.initCause(e);
            throw interrupted;
        } catch (TimeoutException e) {
            throw new TokenUnavailableException("No token: it could not be had in time.", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            // A new exception, with this caller's stack trace: many callers share the original, which is the cause.
            TokenUnavailableException shared = TokenUnavailableException.of(
                    cause instanceof RuntimeException
                            ? TokenUnavailableException.withoutText((RuntimeException) cause)
                            : cause);
            Throwable why = shared.getCause();
            throw new TokenUnavailableException(String.valueOf(shared.getMessage()), why != null ? why : shared);
        }
    }

    /**
     * Drops the tokens, ends the threads and closes the connections to the authorization server; waits a few seconds
     * for that at most. Callers that wait for a token, or ask for one later, get an error. May be called again.
     */
    @Override
    public void close() {
        rotation.close();
        for (Closeable thread : threads) {
            try {
                thread.close();
            } catch (IOException e) {
                LOG.warn(
                        "A key ring could not be closed whole: {}", e.getClass().getName());
            }
        }
    }

    /** The client and the servers of the tokens; no token and no key. */
    @Override
    public String toString() {
        return "KeyRing[" + credentials() + ", " + destinations.rules() + "]";
    }
}
