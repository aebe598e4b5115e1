package io.holdfast.resource;

import io.holdfast.authorizationserver.EarlyDiscovery;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.JwkSetStatus;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.TokenCacheStatus;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the tokens of one issuer are verified, and what works for that: connections, fetched keys, what is remembered of
 * tokens. It outlives other settings: where they change and those that it was made of do not, it is taken over, so that
 * nothing has to be fetched again, which an outage might prevent.
 *
 * <p>Safe for use by many threads.
 */
final class IssuerVerification implements Closeable {
    /** About 150 bytes each. */
    private static final int MOST_CLIENTS = 10_000;

    private final List<String> madeOf;
    private final AccessTokenVerifier verifier;
    private final @Nullable TokenCacheStatus cache;
    private final @Nullable RemoteJwkSet keys;
    private final @Nullable IntrospectionEndpoint introspection;
    private final @Nullable EarlyDiscovery place;
    private final OpenParts parts;
    private final KnownClients clients = new KnownClients(MOST_CLIENTS);

    /**
     * A verification.
     *
     * @param madeOf the values of the settings that it was made of
     * @param cache of the verifier; null if it has none
     * @param keys where the issuer's keys are; null if none are needed
     * @param introspection what asks the issuer; null if it is not asked
     * @param place where it is asked; null if the settings say that, or it is not asked
     * @param parts what is closed with it
     */
    IssuerVerification(
            List<String> madeOf,
            AccessTokenVerifier verifier,
            @Nullable TokenCacheStatus cache,
            @Nullable RemoteJwkSet keys,
            @Nullable IntrospectionEndpoint introspection,
            @Nullable EarlyDiscovery place,
            OpenParts parts) {
        this.madeOf = madeOf;
        this.verifier = verifier;
        this.cache = cache;
        this.keys = keys;
        this.introspection = introspection;
        this.place = place;
        this.parts = parts;
    }

    /** Has the issuer's metadata and keys fetched in the background. */
    void start() {
        if (place != null) {
            place.start();
        }
        if (keys != null) {
            keys.start();
        }
    }

    boolean isMadeOf(List<String> settings) {
        return madeOf.equals(settings);
    }

    AccessTokenVerifier verifier() {
        return verifier;
    }

    /** The clients whose tokens were verified. */
    KnownClients clients() {
        return clients;
    }

    /** How its cache fares; null if it has none. */
    @Nullable
    TokenCacheStatus cache() {
        return cache;
    }

    /** The issuer's keys as they are known now; null if none are needed. */
    @Nullable
    JwkSetStatus keys() {
        return keys == null ? null : keys.status();
    }

    /** Why the issuer cannot be asked about tokens, or is not just now; empty if it is, or need not be. */
    Optional<String> unanswered() {
        Optional<String> rest = introspection == null ? Optional.empty() : introspection.rest();
        return rest.isPresent() || place == null ? rest : place.failure();
    }

    /** Whether it is known where the issuer is asked about tokens; also if it need not be. */
    boolean isEndpointKnown() {
        return place == null || place.isKnown();
    }

    /** What is closed with it. */
    OpenParts parts() {
        return parts;
    }

    @Override
    public void close() {
        parts.close();
    }
}
