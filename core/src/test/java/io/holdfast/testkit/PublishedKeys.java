package io.holdfast.testkit;

import io.holdfast.authorizationserver.DocumentSource;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.FetchLog;
import io.holdfast.authorizationserver.KeyLifetime;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.token.SignatureAlgorithm;
import java.time.Duration;
import java.util.EnumSet;
import java.util.function.LongSupplier;

/** The keys that an authorization server publishes, for every algorithm, with requests that wait up to five seconds. */
public final class PublishedKeys {
    private PublishedKeys() {}

    /** Keys at a place. Nothing is fetched yet. */
    public static RemoteJwkSet at(
            EndpointLocation location,
            DocumentSource documents,
            KeyLifetime lifetime,
            LongSupplier ticker,
            Scheduler background) {
        return new RemoteJwkSet(
                location,
                documents,
                EnumSet.allOf(SignatureAlgorithm.class),
                lifetime,
                ticker,
                background,
                Duration.ofSeconds(5),
                FetchLog.of("the authorization server", failure -> ""));
    }
}
