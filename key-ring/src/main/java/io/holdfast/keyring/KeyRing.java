package io.holdfast.keyring;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.rotation.Candidate;
import io.holdfast.keyring.rotation.KeyStoreLook;
import io.holdfast.keyring.rotation.RotatingSslContext;
import io.holdfast.keyring.rotation.Rotation;
import io.holdfast.keyring.rotation.TokenSupply;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.FetchBackOff;
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
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's credentials at one authorization server, and the certificate-bound tokens got with them. The credentials
 * rotate: when the key store changes, the next generation replaces the present one whole, so that a token of one
 * certificate never rides on a connection of another.
 *
 * <p>Safe for use by several threads. Close it after the HTTP clients that use it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class KeyRing implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final CertificateDestinations destinations;
    private final RingEvents events;
    private final Rotation rotation;
    private final RingCounters counters;
    private final TokenSupply supply;
    private final Duration longestWait;
    private final List<Closeable> threads;
    private final SSLContext rotating;
    private final EarlierCertificates earlier = new EarlierCertificates();

    /**
     * @param longestWait how long a caller waits for a token at most
     * @param threads closed with the ring, in this order
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
        this.supply = new TokenSupply(rotation, keyStore);
        this.longestWait = longestWait;
        this.threads = threads;
        events.add(earlier);
        this.rotating = RotatingSslContext.of(this::credentials, destinations::include);
    }

    /** Starts with the defaults. */
    public static KeyRingBuilder builder() {
        return new KeyRingBuilder();
    }

    /** To which servers tokens go, and which. */
    public TokenRules rules() {
        return destinations.rules();
    }

    /** The credentials in use now. */
    public CredentialGeneration credentials() {
        return rotation.present().credentials();
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
     * The same for one generation of credentials, whatever is in use later: for connections that carry {@linkplain
     * BoundToken#credentials() its} tokens only.
     */
    public SSLContext sslContext(CredentialGeneration generation) {
        return RotatingSslContext.of(generation, destinations::include);
    }

    /**
     * Whether a server may see the certificate: only the allowed origins and the authorization server may. Of that these
     * are the issuer's or token endpoint's origin and, once the metadata have been read, the one of the endpoint that
     * they name.
     *
     * @param port negative: 443
     */
    public boolean offersCertificateTo(String host, int port) {
        return destinations.include(host, port);
    }

    /** Whether a certificate is the client's, the one in use or one of the hundred before it. */
    public boolean hasHad(Certificate certificate) {
        return credentials().certificate().equals(certificate) || earlier.include(certificate);
    }

    /**
     * The token for a request, at hand or fetched meanwhile. It fails with a {@link TokenUnavailableException}. What is
     * done next must not block: the thread that goes on may be the one that fetches tokens.
     */
    public CompletionStage<BoundToken> tokenLater(TokenRequest request) {
        return supply.get(request);
    }

    /**
     * The token for a request. Waits while one is fetched, as long as the timeouts allow.
     *
     * @throws TokenUnavailableException if there is none and none can be had
     * @throws InterruptedIOException if the thread is interrupted; the fetch goes on for others
     */
    public BoundToken token(TokenRequest request) throws TokenUnavailableException, InterruptedIOException {
        return await(supply.get(request));
    }

    /**
     * Another token in place of one that a protected resource has refused as invalid: of the credentials in use now if
     * they have been replaced since, or if the key store holds others; else one that is newly fetched. Many callers with
     * the same refused token share one fetch.
     *
     * @return empty if there is no use in trying again: the token was itself a replacement for a refused one a moment ago
     */
    public CompletionStage<Optional<BoundToken>> replacementLater(BoundToken refused) {
        events.tokenRefused(refused);
        return supply.replacement(refused);
    }

    /**
     * The same, waiting.
     *
     * @throws TokenUnavailableException if there is none and none can be had
     * @throws InterruptedIOException if the thread is interrupted; the fetch goes on for others
     */
    public Optional<BoundToken> replacement(BoundToken refused)
            throws TokenUnavailableException, InterruptedIOException {
        return await(replacementLater(refused).toCompletableFuture());
    }

    /**
     * Forgets a token that a protected resource has refused, so that the next request gets another; once in ten seconds,
     * so that a resource that refuses every token does not cost the authorization server a call each time.
     */
    public void forget(BoundToken refused) {
        events.tokenRefused(refused);
        supply.forget(refused);
    }

    /** The replacement was refused too: it stays in use for ten seconds before another is fetched. */
    public void replacementRefused(BoundToken replacement) {
        events.tokenRefused(replacement);
        supply.replacementRefused(replacement);
    }

    /**
     * Reads the key store now. If it holds other credentials, their tokens are fetched and, when all are there, they take
     * the place of those in use. Waits for that as long as the timeouts allow; it goes on afterwards if it must. A client
     * secret or an assertion key that has changed alone is not looked for here: it is read when the server refuses the
     * client.
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

    /** How it fares now. */
    public KeyRingStatus status() {
        return counters.status(rotation);
    }

    /** Adds a listener; it hears what happens from now on. */
    public void addListener(KeyRingListener listener) {
        events.add(Objects.requireNonNull(listener, "listener"));
    }

    /** Removes a listener; nothing happens if it is not there. */
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
            // A new one: it tells where this caller waited, and many callers share the other. Its cause says why.
            TokenUnavailableException shared = FetchBackOff.unavailable(
                    cause instanceof RuntimeException ? FetchBackOff.withoutText((RuntimeException) cause) : cause);
            Throwable why = shared.getCause();
            throw new TokenUnavailableException(String.valueOf(shared.getMessage()), why != null ? why : shared);
        }
    }

    /**
     * Forgets the tokens, ends the threads and closes the way to the authorization server; it waits a few seconds for
     * that at most. Who waits for a token, or asks for one from then on, gets an error. May be called again.
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

    /** Whose tokens go where; no token and no key. */
    @Override
    public String toString() {
        return "KeyRing[" + credentials() + ", " + destinations.rules() + "]";
    }
}
