package io.holdfast.client;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.BackgroundThread;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.authorizationserver.MetadataRemarks;
import io.holdfast.authorizationserver.Scheduler;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.CredentialReloader;
import io.holdfast.keystore.CredentialSource;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.SourceWatch;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Puts a key ring together from its settings. For one ring, on one thread. */
final class KeyRingAssembly {
    /** A fetch may read metadata, ask twice because of a refused certificate, and wait for its turn. */
    private static final int CALLS_OF_A_FETCH = 6;

    private final KeyRingSettings settings;
    private final RingEvents events = new RingEvents();
    private final RingDocuments documents = new RingDocuments();
    private final FetchThreads fetchThreads = new FetchThreads();
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
                BindingCheck.FAIL,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    KeyRing keyRing() throws KeyMaterialException {
        TokenRules rules = rules();
        Duration longestFetch = settings.totalTimeout.multipliedBy(CALLS_OF_A_FETCH);
        List<Closeable> threads = new ArrayList<>();
        CredentialSource source = settings.source();
        Rotation rotation = new Rotation(
                new CredentialReloader(source, settings.clock),
                generations(location()),
                scheduler(threads),
                settings.clock,
                events,
                longestFetch);
        documents.over(rotation);
        KeyStoreLook look = new KeyStoreLook(rotation, fetchThreads, settings.ticker);
        events.add(new RefusedClientListener(look));
        if (!settings.checkInterval.isZero()) {
            threads.add(SourceWatch.start(source.files(), settings.checkInterval, look::now));
        }
        threads.add(fetchThreads);
        return new KeyRing(rules, events, rotation, look, longestFetch, threads);
    }

    private TokenRules rules() {
        List<TokenRule> all = new ArrayList<>(settings.rules);
        for (String origin : settings.origins) {
            all.add(TokenRule.of(origin, settings.scopes, settings.resources));
        }
        return new TokenRules(all);
    }

    private Scheduler scheduler(List<Closeable> threads) {
        Scheduler given = settings.scheduler;
        if (given != null) {
            return given;
        }
        BackgroundThread own = new BackgroundThread("holdfast-key-ring");
        threads.add(own);
        return own;
    }

    private EndpointLocation location() {
        URI address = settings.tokenEndpoint;
        if (address != null) {
            return EndpointLocation.at(address);
        }
        String issuer = String.valueOf(settings.issuer);
        MetadataDiscovery.addresses(issuer); // throws now rather than with the first request
        return DiscoveredEndpoint.ofToken(
                issuer,
                new MetadataDiscovery(documents),
                settings.clientAuthentication,
                MetadataRemarks.warning(),
                settings.ticker);
    }

    private GenerationFactory generations(EndpointLocation location) {
        return credentials -> {
            AuthorizationServerConnection connection = connection(credentials);
            return new Generation(
                    credentials,
                    new TokenSource(
                            connection,
                            location,
                            AuthenticatedClient.byCertificate(settings.client(), settings.clientAuthentication)),
                    connection,
                    policy,
                    fetchThreads,
                    settings.ticker,
                    events);
        };
    }

    private AuthorizationServerConnection connection(CredentialGeneration credentials) {
        synchronized (settings.connection) {
            return settings.connection.credentials(credentials).build();
        }
    }
}
