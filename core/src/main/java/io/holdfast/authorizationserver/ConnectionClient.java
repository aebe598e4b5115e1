package io.holdfast.authorizationserver;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The HTTP client under an {@link AuthorizationServerConnection}: everything off that such a call does not need. */
final class ConnectionClient {
    private static final int MAX_CONCURRENT_CALLS = 20;

    // Kept connections: most servers close idle ones after a minute; a name may come to mean another host.
    private static final TimeValue IDLE_BEFORE_VALIDATION = TimeValue.ofMilliseconds(500);
    private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(30);
    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(5);

    private static final Http1Config BOUNDED_HEAD = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .build();

    private ConnectionClient() {}

    static CloseableHttpClient of(
            SSLContext tls,
            Duration connectTimeout,
            Duration responseTimeout,
            boolean keepAlive,
            @Nullable HttpHost proxy) {
        Timeout response = Timeout.of(responseTimeout);
        HttpClientBuilder client = HttpClientBuilder.create()
                .setRequestExecutor(new ReuseNote())
                .setConnectionManager(connections(tls, Timeout.of(connectTimeout), response))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(response)
                        .setResponseTimeout(response)
                        .setAuthenticationEnabled(false)
                        .build())
                .setProxy(proxy)
                .setUserAgent("Holdfast")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState();
        if (keepAlive) {
            client.setKeepAliveStrategy((answer, context) -> LONGEST_IDLE);
        } else {
            // A call comes every few minutes: a kept connection would mostly be found closed by the server.
            client.setConnectionReuseStrategy((request, answer, context) -> false);
        }
        return client.build();
    }

    @SuppressWarnings("deprecation") // its successor came with 5.4, and 5.2 is the oldest that users may have
    private static PoolingHttpClientConnectionManager connections(SSLContext tls, Timeout connect, Timeout response) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                // Verifies host names and leaves out TLS before 1.2, both by default.
                .setSSLSocketFactory(org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder.create()
                        .setSslContext(tls)
                        .build())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(BOUNDED_HEAD)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(response)
                        .setValidateAfterInactivity(IDLE_BEFORE_VALIDATION)
                        .setTimeToLive(LONGEST_LIFE)
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(response).build())
                .setMaxConnPerRoute(MAX_CONCURRENT_CALLS)
                .setMaxConnTotal(MAX_CONCURRENT_CALLS)
                .build();
    }
}
