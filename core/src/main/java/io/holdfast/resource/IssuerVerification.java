package io.holdfast.resource;

import io.holdfast.authorizationserver.EarlyDiscovery;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.CachingAccessTokenVerifier;
import io.holdfast.token.JwtAccessTokenVerifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verification of one issuer's tokens, and its parts: connections, fetched keys, remembered
 * tokens. There are three kinds: {@link ByKeys}, {@link ByIntrospection} and {@link BySignedIntrospection}. It outlives
 * other settings: where they change and those that it was made of do not, it is taken over, so that nothing has to be
 * fetched again, which an outage might prevent.
 *
 * <p>Safe for use by many threads.
 */
abstract class IssuerVerification {
    /** About 180 bytes each. */
    private static final int MOST_CLIENTS = 10_000;

    private final List<String> madeOf;
    private final AccessTokenVerifier verifier;
    private final OpenParts parts;
    private final @Nullable IssuerCredentials credentials;
    private final KnownClients clients = new KnownClients(MOST_CLIENTS);

    /**
     * A verification.
     *
     * @param madeOf the values of the settings that it was made of
     * @param parts the parts that are closed with it
     * @param credentials null if the issuer is not called
     */
    IssuerVerification(
            List<String> madeOf,
            AccessTokenVerifier verifier,
            OpenParts parts,
            @Nullable IssuerCredentials credentials) {
        this.madeOf = madeOf;
        this.verifier = verifier;
        this.parts = parts;
        this.credentials = credentials;
    }

    /** Has the issuer's metadata and keys fetched in the background, and the files of keys, trust and secret followed. */
    void start() {
        if (credentials != null) {
            parts.add(credentials.start(this::distrust));
        }
        fetch();
    }

    abstract void fetch();

    /** Forgets all that the issuer's servers have said, and asks them anew: trust in one of them has ended. */
    abstract void distrust();

    /** The present state of the issuer. */
    IssuerStatus status(String issuer) {
        IssuerStatus status = ofSources(issuer);
        return credentials == null ? status : status.noting(credentials.defects());
    }

    /** The state of the endpoint and of the keys. */
    abstract IssuerStatus ofSources(String issuer);

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

    /** The parts that are closed with it. */
    OpenParts parts() {
        return parts;
    }

    /** Verification by the issuer's keys: without them no token can be verified. */
    static final class ByKeys extends IssuerVerification {
        private final JwtAccessTokenVerifier verifier;
        private final RemoteJwkSet keys;

        ByKeys(
                List<String> madeOf,
                JwtAccessTokenVerifier verifier,
                RemoteJwkSet keys,
                OpenParts parts,
                @Nullable IssuerCredentials credentials) {
            super(madeOf, verifier, parts, credentials);
            this.verifier = verifier;
            this.keys = keys;
        }

        @Override
        void fetch() {
            keys.start();
        }

        @Override
        void distrust() {
            keys.distrust();
        }

        @Override
        IssuerStatus ofSources(String issuer) {
            return new IssuerStatus(issuer, IssuerHealth.UP, Optional.empty(), Optional.empty(), verifier.cacheStatus())
                    .needing(keys.status());
        }
    }

    /** Verification by the issuer's word: new tokens need its endpoint. */
    static class ByIntrospection extends IssuerVerification {
        private final CachingAccessTokenVerifier verifier;
        private final IntrospectionEndpoint endpoint;
        private final Optional<EarlyDiscovery> place; // empty if the settings name the endpoint

        ByIntrospection(
                List<String> madeOf,
                CachingAccessTokenVerifier verifier,
                IntrospectionEndpoint endpoint,
                Optional<EarlyDiscovery> place,
                OpenParts parts,
                IssuerCredentials credentials) {
            super(madeOf, verifier, parts, credentials);
            this.verifier = verifier;
            this.endpoint = endpoint;
            this.place = place;
        }

        @Override
        void fetch() {
            place.ifPresent(EarlyDiscovery::start);
        }

        @Override
        void distrust() {
            place.ifPresent(EarlyDiscovery::distrust);
            verifier.forget();
        }

        @Override
        IssuerStatus ofSources(String issuer) {
            Optional<String> rest = endpoint.rest();
            Optional<String> failure = rest.isPresent() ? rest : place.flatMap(EarlyDiscovery::failure);
            boolean known = !place.isPresent() || place.get().isKnown();
            return new IssuerStatus(
                    issuer,
                    failure.isPresent() ? IssuerHealth.DOWN : known ? IssuerHealth.UP : IssuerHealth.UNKNOWN,
                    failure,
                    Optional.empty(),
                    verifier.cacheStatus());
        }
    }

    /** Verification by the issuer's signed word: new tokens need its endpoint and its keys. */
    static final class BySignedIntrospection extends ByIntrospection {
        private final RemoteJwkSet keys;

        BySignedIntrospection(
                List<String> madeOf,
                CachingAccessTokenVerifier verifier,
                IntrospectionEndpoint endpoint,
                Optional<EarlyDiscovery> place,
                RemoteJwkSet keys,
                OpenParts parts,
                IssuerCredentials credentials) {
            super(madeOf, verifier, endpoint, place, parts, credentials);
            this.keys = keys;
        }

        @Override
        void fetch() {
            super.fetch();
            keys.start();
        }

        @Override
        void distrust() {
            keys.distrust();
            super.distrust();
        }

        @Override
        IssuerStatus ofSources(String issuer) {
            return super.ofSources(issuer).needing(keys.status());
        }
    }
}
