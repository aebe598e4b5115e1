package io.holdfast.keyring;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.MetadataRemarks;
import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.concurrent.SharedThreads;
import io.holdfast.file.SharedWatch;
import io.holdfast.keyring.rotation.ExpiryWarning;
import io.holdfast.keyring.rotation.Generation;
import io.holdfast.keyring.rotation.GenerationFactory;
import io.holdfast.keyring.rotation.KeyStoreLook;
import io.holdfast.keyring.rotation.RingDocuments;
import io.holdfast.keyring.rotation.Rotation;
import io.holdfast.keyring.token.TokenCache;
import io.holdfast.keyring.token.TokenPolicy;
import io.holdfast.keyring.token.TokenSource;
import io.holdfast.keystore.CredentialReloader;
import io.holdfast.keystore.CredentialSource;
import io.holdfast.keystore.KeyMaterialException;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a key ring from its settings. For one ring, on one thread. */
final class KeyRingAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRingAssembly.class);

    /** The most calls of a fetch: it may read metadata, repeat a refused call, and wait for its turn. */
    private static final int CALLS_OF_A_FETCH = 6;

    /** For all rings of a class loader. A ring may take {@link #MOST_FETCHES} of these threads. */
    private static final SharedThreads FETCHING =
            new SharedThreads(() -> BackgroundThreads.few("holdfast-token", 32, Integer.MAX_VALUE));

    private static final SharedThreads SCHEDULING = new SharedThreads(() -> BackgroundThreads.one("holdfast-key-ring"));

    private static final int MOST_FETCHES = 8;

    private final KeyRingSettings settings;
    private final RingEvents events = new RingEvents();
    private final RingDocuments documents = new RingDocuments();
    private final TokenPolicy policy;

    KeyRingAssembly(KeyRingSettings settings) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("The key ring cannot be built: " + String.join(" ", problems));
        }
        this.settings = settings;
        this.policy = new TokenPolicy(
                settings.expiryMargin,
                settings.defaultLifetime,
                settings.bindingCheck,
                settings.fapi2,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    KeyRing keyRing() throws KeyMaterialException {
        List<Closeable> threads = new ArrayList<>();
        SharedThreads.Share fetchThreads = FETCHING.enter(MOST_FETCHES, TokenCache.MOST_REQUESTS);
        KeyRing keyRing = null;
        try {
            keyRing = keyRing(threads, fetchThreads);
            return keyRing;
        } finally {
            if (keyRing == null) {
                threads.add(fetchThreads);
                closeAll(threads);
            }
        }
    }

    private static void closeAll(List<Closeable> opened) {
        for (Closeable one : opened) {
            try {
                one.close();
            } catch (IOException e) {
                LOG.warn("{} could not be closed.", one.getClass().getName());
            }
        }
    }

    private KeyRing keyRing(List<Closeable> threads, SharedThreads.Share fetchThreads) throws KeyMaterialException {
        EndpointLocation tokenEndpoint = location();
        CertificateDestinations destinations = new CertificateDestinations(rules(), authorizationServer());
        Duration longestFetch = settings.connection.totalTimeout().multipliedBy(CALLS_OF_A_FETCH);
        RingCounters counters = new RingCounters(settings.ticker);
        events.add(counters);
        events.add(new RingLog(settings.client(), authorizationServer().toString()));
        settings.listeners.forEach(events::add);
        CredentialSource source = settings.source();
        Scheduler scheduler = scheduler(threads);
        Rotation rotation = new Rotation(
                new CredentialReloader(source, settings.clock),
                generations(destinations.noting(tokenEndpoint), fetchThreads),
                scheduler,
                settings.clock,
                events,
                longestFetch);
        threads.add(rotation);
        documents.over(rotation);
        KeyStoreLook look = new KeyStoreLook(rotation, fetchThreads, scheduler, settings.ticker);
        threads.add(look);
        events.add(new RefusedClientListener(look));
        ExpiryWarning expiry = new ExpiryWarning(rotation, settings.expiryWarning, settings.clock, events);
        expiry.check();
        threads.add(fetchThreads);
        String jmxName = settings.jmxName;
        if (jmxName != null) {
            threads.add(KeyRingBean.register(jmxName, () -> counters.status(rotation)));
        }
        if (!settings.checkInterval.isZero()) {
            threads.add(
                    0, SharedWatch.join(source.files(), settings.checkInterval, () -> look.afterChange(expiry::check)));
        }
        return new KeyRing(destinations, events, counters, rotation, look, longestFetch, threads);
    }

    private TokenRules rules() {
        List<TokenRule> all = new ArrayList<>(settings.rules);
        for (String origin : settings.origins) {
            all.add(TokenRule.of(origin, settings.scopes, settings.resources));
        }
        return new TokenRules(all, settings.redirects);
    }

    private Scheduler scheduler(List<Closeable> threads) {
        Scheduler given = settings.scheduler;
        if (given != null) {
            return given;
        }
        SharedThreads.Share shared = SCHEDULING.enter();
        threads.add(shared);
        return shared;
    }

    private URI authorizationServer() {
        URI address = settings.tokenEndpoint;
        return address != null ? address : URI.create(String.valueOf(settings.issuer));
    }

    private EndpointLocation location() {
        URI address = settings.tokenEndpoint;
        if (address != null) {
            return EndpointLocation.at(address);
        }
        String issuer = String.valueOf(settings.issuer);
        MetadataDiscovery.addresses(issuer); // throws now rather than at the first request
        return DiscoveredEndpoint.ofToken(
                issuer,
                new MetadataDiscovery(documents),
                settings.clientAuthentication,
                remarks(),
                settings.connection.totalTimeout().multipliedBy(2),
                settings.ticker);
    }

    private MetadataRemarks remarks() {
        switch (settings.metadataCheck) {
            case FAIL:
                return MetadataRemarks.failing();
            case OFF:
                return MetadataRemarks.ignoring();
            default:
                return MetadataRemarks.warning();
        }
    }

    /** Copies what it needs of the settings: a later change of the builder affects only the next ring. */
    private GenerationFactory generations(EndpointLocation location, Executor fetchThreads) {
        AuthorizationServerConnection.Builder connections = settings.connection.copy();
        RingClient client = new RingClient(settings);
        LongSupplier ticker = settings.ticker;
        return credentials -> {
            AuthenticatedClient authenticated = client.with(credentials);
            AuthorizationServerConnection connection =
                    connections.copy().credentials(credentials).build();
            return new Generation(
                    credentials,
                    new TokenSource(connection, location, authenticated, () -> client.with(credentials)),
                    connection,
                    policy,
                    fetchThreads,
                    ticker,
                    events);
        };
    }
}
