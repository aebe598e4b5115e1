package io.holdfast.authorizationserver;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.text.HttpsAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.net.WWWFormCodec;
import org.jspecify.annotations.Nullable;

/**
 * The way to an authorization server: HTTPS only, chain and host name always verified, no redirects, no retries, no
 * cookies, no compressed bodies, and a bound on the bytes and on the time of every call.
 *
 * <p>Made with {@linkplain Builder#credentials credentials} it offers their certificate to every server that asks; made
 * with {@linkplain Builder#trust trust} alone it offers none.
 *
 * <p>Safe for use by several threads. {@link #close()} ends its one thread; calls under way fail.
 */
public final class AuthorizationServerConnection implements DocumentSource, Closeable {
    private static final String ANY_JSON = "application/json, */*;q=0.1"; // key sets may have a type of their own
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    private final Builder settings;
    private final CallDeadline deadline;
    private final int maxDocumentBytes;

    /** The present client, and replaced ones with calls under way. */
    private final Set<TlsClient> clients = ConcurrentHashMap.newKeySet();

    private volatile TlsClient present;
    private volatile boolean closed;

    private AuthorizationServerConnection(Builder builder) {
        this.settings = builder;
        this.deadline = new CallDeadline(builder.totalTimeout);
        this.maxDocumentBytes = builder.maxDocumentBytes;
        this.present = builder.client();
        clients.add(present);
    }

    /** Starts with the defaults: platform trust and no client certificate. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Offers this certificate and has this trust from now on, in place of what it was built with. The next call makes a TLS
     * connection of its own; none that was kept is used again. Calls under way end as they began.
     */
    public void renew(CredentialGeneration generation) {
        replace(settings.copy().credentials(generation).client());
    }

    /** Has this trust from now on and offers no certificate; otherwise as {@link #renew(CredentialGeneration)}. */
    public void renew(TrustedCertificates trusted) {
        replace(settings.copy().trust(trusted).client());
    }

    private synchronized void replace(TlsClient next) {
        TlsClient before = present;
        clients.add(next);
        present = next;
        if (closed) {
            next.close();
        }
        leave(before);
    }

    private TlsClient enter() {
        TlsClient client = present;
        while (!client.enter()) {
            client = present;
        }
        return client;
    }

    private void leave(TlsClient client) {
        if (client.leave()) {
            clients.remove(client);
        }
    }

    /**
     * The document at an address.
     *
     * @throws AuthorizationServerException if the address is not https (nothing is connected then), if the server cannot
     *     be reached or is not trusted, answers with another status than 200, with more bytes than allowed, with a
     *     compressed body, with text that is not UTF-8, or not whole in time
     */
    @Override
    public String get(URI uri) throws AuthorizationServerException {
        HttpGet call = new HttpGet(https(uri));
        call.setHeader(HttpHeaders.ACCEPT, ANY_JSON);
        HttpAnswer answer = exchange(call, uri, maxDocumentBytes, () -> {});
        if (answer.status() != 200) {
            throw new AuthorizationServerException(
                    uri + " answered " + answer.status() + " instead of 200"
                            + (answer.status() / 100 == 3 ? "; redirects are not followed." : "."),
                    answer);
        }
        return answer.json();
    }

    HttpAnswer postForm(URI uri, int maxBytes, FormRequest request) throws AuthorizationServerException {
        HttpPost post = new HttpPost(https(uri));
        return exchange(post, uri, maxBytes, () -> fill(post, request));
    }

    private static URI https(URI uri) throws AuthorizationServerException {
        String problem = HttpsAddress.problem(uri);
        if (problem != null) {
            throw new AuthorizationServerException(
                    HttpsAddress.shown(uri.toString()) + " " + problem + ". Only https addresses are called.");
        }
        return uri;
    }

    private static void fill(HttpPost post, FormRequest request) throws AuthorizationServerException {
        List<NameValuePair> form = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        request.addTo(form, headers);
        headers.forEach(post::setHeader);
        // The encoded form is ASCII, and this media type knows no charset parameter.
        byte[] encoded = WWWFormCodec.format(form, StandardCharsets.UTF_8).getBytes(StandardCharsets.US_ASCII);
        post.setEntity(new ByteArrayEntity(encoded, FORM));
    }

    /** The credentials offered to servers that request a client certificate; null for none. */
    @Nullable
    CredentialGeneration offered() {
        return present.offered();
    }

    private HttpAnswer exchange(HttpUriRequestBase call, URI uri, int maxBytes, Preparation preparation)
            throws AuthorizationServerException {
        TlsClient client = enter();
        try (CallDeadline.Watch watch = deadline.watch(call)) {
            return answer(client, call, uri, new BoundedBody(maxBytes, call), preparation, watch);
        } catch (RejectedExecutionException e) {
            throw new AuthorizationServerException(uri + " was not called: this connection is closed.", e);
        } finally {
            leave(client);
        }
    }

    private HttpAnswer answer(
            TlsClient client,
            HttpUriRequestBase call,
            URI uri,
            BoundedBody body,
            Preparation preparation,
            CallDeadline.Watch watch)
            throws AuthorizationServerException {
        try {
            return answer(client, call, body, preparation);
        } catch (IOException e) {
            throw watch.passed() ? cutOff(uri, e) : client.failures().of(uri, e);
        } catch (RuntimeException e) { // HttpClient's, when it is closed, or the call is cancelled while it connects
            if (watch.passed()) {
                throw cutOff(uri, e);
            }
            if (e instanceof IllegalStateException) {
                throw new AuthorizationServerException(uri + " was not called: this connection is closed.", e);
            }
            throw e;
        }
    }

    private AuthorizationServerException cutOff(URI uri, Exception e) {
        return new AuthorizationServerException(
                uri + " was cut off: it had not answered whole within "
                        + deadline.limit().toMillis() + " ms (totalTimeout; at a door responseTimeoutMillis).",
                e);
    }

    /**
     * One answer. A connection that was kept may have been closed by the server just when it was used again; then, and
     * only then, the call is made a second time: a call over kept connections may be made twice.
     */
    private static HttpAnswer answer(
            TlsClient client, HttpUriRequestBase call, BoundedBody body, Preparation preparation)
            throws IOException, AuthorizationServerException {
        HttpClientContext context = HttpClientContext.create();
        preparation.prepare();
        try {
            return execute(client, call, context, body);
        } catch (IOException e) {
            if (!ReuseNote.isIn(context) || !ConnectionFailure.isBrokenOff(e) || call.isCancelled()) {
                throw e;
            }
        }
        preparation.prepare();
        return execute(client, call, HttpClientContext.create(), body);
    }

    private static HttpAnswer execute(
            TlsClient client, HttpUriRequestBase call, HttpClientContext context, BoundedBody body) throws IOException {
        return client.http().execute(call, context, answer -> {
            if (context.getSSLSession() == null) {
                call.cancel();
                throw new NoTunnelException(answer.getCode());
            }
            return body.handleResponse(answer, context.getSSLSession().getLocalCertificates() != null);
        });
    }

    /** Makes a call ready for its next try. */
    private interface Preparation {
        void prepare() throws AuthorizationServerException;
    }

    /** Ends the thread and closes the connections. May be called again. */
    @Override
    public void close() {
        closed = true;
        deadline.close();
        clients.forEach(TlsClient::close);
    }

    @Override
    public String toString() {
        CredentialGeneration offered = offered();
        return "AuthorizationServerConnection[" + (offered != null ? offered : "no client certificate") + "]";
    }

    /** Collects the settings of a connection. Not for use by several threads. */
    public static final class Builder {
        private @Nullable TrustedCertificates trust;
        private @Nullable CredentialGeneration credentials;
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Duration responseTimeout = Duration.ofSeconds(3);
        private Duration totalTimeout = Duration.ofSeconds(5);
        private int maxDocumentBytes = 256 * 1024;
        private boolean keepAlive;
        private @Nullable HttpHost proxy;

        private Builder() {}

        private Builder(Builder other) {
            this.trust = other.trust;
            this.credentials = other.credentials;
            this.connectTimeout = other.connectTimeout;
            this.responseTimeout = other.responseTimeout;
            this.totalTimeout = other.totalTimeout;
            this.maxDocumentBytes = other.maxDocumentBytes;
            this.keepAlive = other.keepAlive;
            this.proxy = other.proxy;
        }

        /** Another builder with these settings, which later changes here do not reach. */
        public Builder copy() {
            return new Builder(this);
        }

        /** The certificates to trust, without a client certificate. Replaces credentials. Default: the platform's. */
        public Builder trust(TrustedCertificates trusted) {
            this.trust = Objects.requireNonNull(trusted, "trust");
            this.credentials = null;
            return this;
        }

        /** The client certificate to offer and the certificates to trust. Replaces trust. */
        public Builder credentials(CredentialGeneration generation) {
            this.credentials = Objects.requireNonNull(generation, "credentials");
            return this;
        }

        /** The longest time for a TCP connect, more than zero. Default: 2 s. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive(timeout, "connectTimeout");
            return this;
        }

        /** The longest silence of the server, more than zero. Default: 3 s. */
        public Builder responseTimeout(Duration timeout) {
            this.responseTimeout = positive(timeout, "responseTimeout");
            return this;
        }

        /**
         * The longest time for a call as a whole, connect, TLS and body included, more than zero. Default: 5 s. Only
         * the resolution of the host's name by the operating system cannot be cut off.
         */
        public Builder totalTimeout(Duration timeout) {
            this.totalTimeout = positive(timeout, "totalTimeout");
            return this;
        }

        /** The {@linkplain #totalTimeout(Duration) time} that a call may take as a whole. */
        public Duration totalTimeout() {
            return totalTimeout;
        }

        /** The most bytes that an answer may have, more than zero. Default: 262144. */
        public Builder maxDocumentBytes(int bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxDocumentBytes is " + bytes + ": it must be more than zero.");
            }
            this.maxDocumentBytes = bytes;
            return this;
        }

        /**
         * Keeps TLS connections for the next calls, for a server that is called often. A call whose kept connection
         * breaks is made once more, so say this only where calls may be repeated. Default: each call has a connection
         * of its own.
         */
        public Builder keepAlive() {
            this.keepAlive = true;
            return this;
        }

        /**
         * Calls through an HTTP proxy, which opens a tunnel ({@code CONNECT}) to the server: it learns the server's host
         * and port and nothing else, since TLS is between the two ends. Default: none, whatever the system properties
         * say.
         *
         * @param address {@code http://host:port}
         * @throws IllegalArgumentException if it is more than that, or another scheme
         */
        public Builder proxy(URI address) {
            this.proxy = ProxyAddress.of(address);
            return this;
        }

        /** Makes the connection; nothing is connected yet. */
        public AuthorizationServerConnection build() {
            return new AuthorizationServerConnection(copy());
        }

        private TlsClient client() {
            return new TlsClient(
                    ConnectionClient.of(sslContext(), connectTimeout, responseTimeout, keepAlive, proxy),
                    credentials,
                    new ConnectionFailure(credentials, proxy, connectTimeout, responseTimeout));
        }

        private SSLContext sslContext() {
            if (credentials != null) {
                return credentials.sslContext();
            }
            return (trust != null ? trust : TrustedCertificates.ofPlatform()).sslContext();
        }

        private static Duration positive(Duration timeout, String name) {
            if (timeout.isNegative() || timeout.toMillis() == 0) {
                throw new IllegalArgumentException(name + " is " + timeout + ": it must be at least a millisecond.");
            }
            return timeout;
        }
    }
}
