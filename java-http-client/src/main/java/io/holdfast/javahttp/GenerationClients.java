package io.holdfast.javahttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.Identity;
import io.holdfast.keystore.CredentialGeneration;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The JDK's clients of the generation in use, one for each token request. Safe for use by several threads. */
final class GenerationClients {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Identity ABROAD = Identity.NOBODY.abroad();

    private final KeyRing keyRing;
    private final Consumer<HttpClient.Builder> setUp;
    private volatile Clients present;

    /** All that are not garbage, replaced ones too. Guarded by itself. */
    private final Set<HttpClient> opened = Collections.newSetFromMap(new WeakHashMap<>());

    private volatile boolean broken;

    /** @throws IllegalArgumentException if two clients would share their cookies */
    GenerationClients(KeyRing keyRing, Consumer<HttpClient.Builder> setUp) {
        this.keyRing = keyRing;
        this.setUp = setUp;
        CredentialGeneration credentials = keyRing.credentials();
        this.present = new Clients(credentials);
        Object cookies = cookiesOf(withoutToken());
        if (cookies != null && cookies == cookiesOf(open(credentials))) {
            throw new IllegalArgumentException(
                    "One " + (cookies instanceof CookieHandler ? "cookie handler" : "cookie store")
                            + " was given twice, so that cookies of one token request or certificate would reach another. Make a new"
                            + " one each time, in the function that sets the clients up: client -> client.cookieHandler(new"
                            + " CookieManager()).");
        }
    }

    /** The place of a client's cookies: several handlers may use one store. */
    private static @Nullable Object cookiesOf(HttpClient client) {
        CookieHandler cookies = client.cookieHandler().orElse(null);
        return cookies instanceof CookieManager ? ((CookieManager) cookies).getCookieStore() : cookies;
    }

    /** For requests without a token. It offers the certificate to allowed origins only. */
    HttpClient withoutToken() {
        return of(Identity.NOBODY, keyRing.credentials());
    }

    /** For a request without a token to a server. Cookies know no port, so those of allowed origins have a client apart. */
    HttpClient withoutTokenTo(URI server) {
        boolean allowed = server.getHost() != null && keyRing.rules().nameOrigin(server.getHost(), server.getPort());
        return allowed ? withoutToken() : of(ABROAD, keyRing.credentials());
    }

    /** The client whose connections are made with a token's own certificate. */
    HttpClient of(BoundToken token) {
        return of(token.identity(), token.credentials());
    }

    private HttpClient of(Identity identity, CredentialGeneration credentials) {
        Clients clients = present;
        if (clients.credentials != credentials) {
            if (credentials != keyRing.credentials()) {
                return open(credentials); // the last calls of a generation that is being replaced
            }
            clients = replace(credentials);
        }
        HttpClient client = clients.byIdentity.get(identity);
        return client != null ? client : clients.byIdentity.computeIfAbsent(identity, key -> open(credentials));
    }

    private synchronized Clients replace(CredentialGeneration credentials) {
        if (present.credentials != credentials) {
            present = new Clients(credentials);
        }
        return present;
    }

    private HttpClient open(CredentialGeneration credentials) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        setUp.accept(client);
        HttpClient made = client.sslContext(keyRing.sslContext(credentials))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        synchronized (opened) {
            opened.add(made);
        }
        if (broken) {
            ClientEnd.shutdownNow(made);
        }
        return made;
    }

    private List<HttpClient> opened() {
        synchronized (opened) {
            return new ArrayList<>(opened);
        }
    }

    /** Ends the clients when their answers have been read. No call may be under way or begin. */
    void shutdown() {
        opened().forEach(ClientEnd::shutdown);
    }

    /** Ends the clients at once, and each that a call under way opens from now on. */
    void shutdownNow() {
        broken = true;
        opened().forEach(ClientEnd::shutdownNow);
    }

    /** Waits for the end of the clients, until a time by {@link System#nanoTime}. */
    boolean awaitTermination(long until) throws InterruptedException {
        for (HttpClient client : opened()) {
            long left = until - System.nanoTime();
            if (!ClientEnd.isTerminated(client)
                    && (left <= 0 || !ClientEnd.awaitTermination(client, Duration.ofNanos(left)))) {
                return false;
            }
        }
        return true;
    }

    boolean isTerminated() {
        return opened().stream().allMatch(ClientEnd::isTerminated);
    }

    private static final class Clients {
        private final CredentialGeneration credentials;
        private final ConcurrentMap<Identity, HttpClient> byIdentity = new ConcurrentHashMap<>();

        Clients(CredentialGeneration credentials) {
            this.credentials = credentials;
        }
    }
}
