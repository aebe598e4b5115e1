package io.holdfast.junit;

import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The definition that a token service is started with each time. Immutable. */
final class ServiceDefinition {
    private final List<Map<String, Object>> resources;
    private final List<ClientRegistration> clients;
    private final List<String> users;
    private final @Nullable Duration accessTokenLifetime;
    private final @Nullable TestPki pki;

    ServiceDefinition(
            List<Map<String, Object>> resources,
            List<ClientRegistration> clients,
            List<String> users,
            @Nullable Duration accessTokenLifetime,
            @Nullable TestPki pki) {
        this.resources = Collections.unmodifiableList(new ArrayList<>(resources));
        this.clients = Collections.unmodifiableList(new ArrayList<>(clients));
        this.users = Collections.unmodifiableList(new ArrayList<>(users));
        this.accessTokenLifetime = accessTokenLifetime;
        this.pki = pki;
    }

    /** As the registrations file has them; at least one. */
    List<Map<String, Object>> resources() {
        return resources;
    }

    /** At least one. */
    List<ClientRegistration> clients() {
        return clients;
    }

    List<String> users() {
        return users;
    }

    /** Empty means the service's default. */
    Optional<Duration> accessTokenLifetime() {
        return Optional.ofNullable(accessTokenLifetime);
    }

    /** The infrastructure to use, a new one unless one was given. */
    TestPki pki() {
        return pki == null ? TestPki.create() : pki;
    }
}
