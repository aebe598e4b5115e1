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
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/** The HTTP client under an {@link AuthorizationServerConnection}: everything off that such a call does not need. */
final class ConnectionClient {
    private static final int MAX_CONCURRENT_CALLS = 20;
    private static final Http1Config BOUNDED_HEAD = Http1Config.custom()
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(100)
            .build();

    private ConnectionClient() {}

    static CloseableHttpClient of(SSLContext tls, Duration connectTimeout, Duration responseTimeout) {
        Timeout response = Timeout.of(responseTimeout);
        return HttpClientBuilder.create()
                .setConnectionManager(connections(tls, Timeout.of(connectTimeout), response))
                // A call comes every few minutes: a kept connection would mostly be found closed by the server.
                .setConnectionReuseStrategy((request, answer, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(response)
                        .setResponseTimeout(response)
                        .setAuthenticationEnabled(false)
                        .build())
                .setUserAgent("Holdfast")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .build();
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
                        .build())
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(response).build())
                .setMaxConnPerRoute(MAX_CONCURRENT_CALLS)
                .setMaxConnTotal(MAX_CONCURRENT_CALLS)
                .build();
    }
}
