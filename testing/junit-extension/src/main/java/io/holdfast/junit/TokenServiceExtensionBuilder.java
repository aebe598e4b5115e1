package io.holdfast.junit;

import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link TokenServiceExtension} starts with. Required are one resource and one client at least. Not
 * thread-safe.
 */
public final class TokenServiceExtensionBuilder {
    private final List<Map<String, Object>> resources = new ArrayList<>();
    private final List<ClientRegistration> clients = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private @Nullable Duration accessTokenLifetime;
    private @Nullable TestPki pki;
    private boolean shared;

    TokenServiceExtensionBuilder() {}

    /**
     * Adds a protected resource: the application, or an API that it calls. Tokens have its name as their {@code aud}; the
     * first resource is the one that a token is for when its client names none (RFC 8707 §2).
     *
     * @param resource an absolute URI
     * @param scopes those that mean something there, each by itself
     */
    public TokenServiceExtensionBuilder resource(String resource, String... scopes) {
        return resourceWithAudience(resource, resource, scopes);
    }

    /** A resource whose name in {@code aud} is not its URI. */
    public TokenServiceExtensionBuilder resourceWithAudience(String resource, String audience, String... scopes) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("resource", Objects.requireNonNull(resource, "resource"));
        members.put("audience", Objects.requireNonNull(audience, "audience"));
        if (scopes.length > 0) {
            members.put(ClientMembers.SCOPE, String.join(" ", scopes));
        }
        resources.add(members);
        return this;
    }

    /**
     * Adds a client that authenticates by {@code tls_client_auth} with a certificate made for it, and gets tokens bound to
     * that certificate.
     *
     * @param scopes what it may ask for, each scope by itself
     */
    public TokenServiceExtensionBuilder client(String clientId, String... scopes) {
        return client(clientId, client -> {
            if (scopes.length > 0) {
                client.scopes(scopes);
            }
        });
    }

    /** Adds a client that is registered in another way. */
    public TokenServiceExtensionBuilder client(String clientId, Consumer<ClientRegistration> registration) {
        ClientRegistration client = new ClientRegistration(clientId);
        registration.accept(client);
        clients.add(client);
        return this;
    }

    /** Adds people who can log in at the authorization endpoint; there are no passwords. */
    public TokenServiceExtensionBuilder users(String... names) {
        users.addAll(Arrays.asList(names));
        return this;
    }

    /** The lifetime of access tokens, from 1 to 3600 s, unless their client is registered otherwise. Default: 300 s. */
    public TokenServiceExtensionBuilder accessTokenLifetime(Duration lifetime) {
        accessTokenLifetime = Objects.requireNonNull(lifetime, "lifetime");
        return this;
    }

    /**
     * The infrastructure that the service's and the clients' certificates come from, for tests that have one already.
     * Default: a new one for each start.
     */
    public TokenServiceExtensionBuilder pki(TestPki infrastructure) {
        pki = Objects.requireNonNull(infrastructure, "infrastructure");
        return this;
    }

    /**
     * Starts it once, when the first test class or anything else asks it, and keeps it until the JVM ends: for what outlives
     * a test class and holds ports and certificates, as Spring's cached application contexts do. What a test changes it
     * changes for all classes. For a static field alone, of an abstract base class for example.
     */
    public TokenServiceExtensionBuilder shared() {
        shared = true;
        return this;
    }

    /**
     * Makes the extension. Nothing is started yet, and what is registered is checked when it starts.
     *
     * @throws IllegalStateException if there is no resource or no client; the message names what is missing
     */
    public TokenServiceExtension build() {
        List<String> missing = new ArrayList<>();
        if (resources.isEmpty()) {
            missing.add("no resource, so that tokens would be for nobody; add"
                    + " .resource(\"https://orders.example\", \"orders:read\")");
        }
        if (clients.isEmpty()) {
            missing.add("no client that could get a token; add .client(\"server-a\", \"orders:read\")");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The token service has " + String.join(", and ", missing) + ".");
        }
        ServiceDefinition definition = new ServiceDefinition(resources, clients, users, accessTokenLifetime, pki);
        return new TokenServiceExtension(new SharedService(definition, shared));
    }
}
