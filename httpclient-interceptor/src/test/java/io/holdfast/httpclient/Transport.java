package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.jspecify.annotations.Nullable;

/** The kinds of HttpClient that the tests of both links run over. */
enum Transport {
    CLASSIC,
    ASYNC_HTTP_1,
    ASYNC_HTTP_2;

    /** Sends requests and waits for the answers. */
    interface Client extends AutoCloseable {
        PartnerWorld.Answer send(
                String method, URI uri, @Nullable String body, HttpClientContext context, Header... headers)
                throws Exception;

        default PartnerWorld.Answer get(URI uri) throws Exception {
            return send("GET", uri, null, HttpClientContext.create());
        }

        @Override
        void close() throws Exception;
    }

    /** A client with pools of its own. */
    Client open(KeyRing keyRing, @Nullable HttpHost proxy) {
        if (this == CLASSIC) {
            return new Classic(BoundTokenInterceptor.of(keyRing)
                    .configure(HttpClients.custom().setProxy(proxy))
                    .build());
        }
        return new Async(
                AsyncBoundTokenInterceptor.of(keyRing)
                        .configure(
                                HttpAsyncClients.custom().setProxy(proxy), pools -> pools.setDefaultTlsConfig(tls())),
                this == ASYNC_HTTP_2);
    }

    /** A client that the test has configured. */
    Client over(@Nullable HttpClientBuilder classic, @Nullable HttpAsyncClientBuilder async) {
        return classic != null ? new Classic(classic.build()) : new Async(async, this == ASYNC_HTTP_2);
    }

    Client open(KeyRing keyRing) {
        return open(keyRing, null);
    }

    /** A client with one connection manager for all generations, which the application has made. */
    Client openWithForeignConnections(KeyRing keyRing, SSLContext context) {
        return openWithForeignConnections(keyRing, context, (request, entity, in) -> {});
    }

    /** The same with something that is done to each request right before it is sent. */
    Client openWithForeignConnections(KeyRing keyRing, SSLContext context, HttpRequestInterceptor last) {
        if (this == CLASSIC) {
            return new Classic(BoundTokenInterceptor.of(keyRing)
                    .configure(HttpClients.custom().addRequestInterceptorLast(last), classicConnections(context))
                    .build());
        }
        return new Async(
                AsyncBoundTokenInterceptor.of(keyRing)
                        .configure(
                                HttpAsyncClients.custom().addRequestInterceptorLast(last),
                                PoolingAsyncClientConnectionManagerBuilder.create()
                                        .setDefaultTlsConfig(tls())
                                        .setTlsStrategy(asyncTls(context))
                                        .build()),
                this == ASYNC_HTTP_2);
    }

    @SuppressWarnings("deprecation") // what HttpClient 5.2 has
    private static HttpClientConnectionManager classicConnections(SSLContext context) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setSSLSocketFactory(org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder.create()
                        .setSslContext(context)
                        .build())
                .build();
    }

    @SuppressWarnings("deprecation") // what HttpClient 5.2 has
    private static TlsStrategy asyncTls(SSLContext context) {
        return ClientTlsStrategyBuilder.create().setSslContext(context).build();
    }

    /** Which version of HTTP is spoken. */
    TlsConfig tls() {
        return TlsConfig.custom()
                .setVersionPolicy(this == ASYNC_HTTP_2 ? HttpVersionPolicy.NEGOTIATE : HttpVersionPolicy.FORCE_HTTP_1)
                .build();
    }

    private static final class Classic implements Client {
        private final CloseableHttpClient client;

        Classic(CloseableHttpClient client) {
            this.client = client;
        }

        @Override
        public PartnerWorld.Answer send(
                String method, URI uri, @Nullable String body, HttpClientContext context, Header... headers)
                throws Exception {
            ClassicRequestBuilder request =
                    ClassicRequestBuilder.create(method).setUri(uri).setHeaders(headers);
            if (body != null) {
                request.setEntity(body);
            }
            return client.execute(
                    request.build(),
                    context,
                    response -> new PartnerWorld.Answer(
                            response.getCode(),
                            response.getEntity() == null
                                    ? ""
                                    : org.apache.hc.core5.http.io.entity.EntityUtils.toString(response.getEntity())));
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }

    private static final class Async implements Client {
        private final CloseableHttpAsyncClient client;
        private final boolean http2;

        Async(HttpAsyncClientBuilder builder, boolean http2) {
            this.http2 = http2;
            this.client = builder.build();
            client.start();
        }

        @Override
        public PartnerWorld.Answer send(
                String method, URI uri, @Nullable String body, HttpClientContext context, Header... headers)
                throws Exception {
            SimpleRequestBuilder request =
                    SimpleRequestBuilder.create(method).setUri(uri).setHeaders(headers);
            if (body != null) {
                request.setBody(body, org.apache.hc.core5.http.ContentType.TEXT_PLAIN);
            }
            SimpleHttpRequest built = request.build();
            if (http2 && "5.2".equals(System.getProperty("holdfast.httpclient5"))) {
                context.setProtocolVersion(
                        HttpVersion.HTTP_2); // 5.2 forgets it for a pooled connection, 5.2.1 does not
            }
            try {
                SimpleHttpResponse response =
                        client.execute(built, context, null).get(20, TimeUnit.SECONDS);
                String text = response.getBodyText();
                return new PartnerWorld.Answer(response.getCode(), text == null ? "" : text);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }

        @Override
        public void close() throws Exception {
            client.close();
        }
    }
}
