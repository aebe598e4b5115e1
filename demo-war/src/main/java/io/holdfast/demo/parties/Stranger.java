package io.holdfast.demo.parties;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * A caller without the interceptor, which sends any token over any connection. Each call has a connection of its own.
 * Immutable.
 */
final class Stranger {
    private final SSLContext tls;

    /** @param tls presents the caller's certificate, if it has one */
    Stranger(SSLContext tls) {
        this.tls = tls;
    }

    Exchange get(URI url, String token) throws IOException {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls));
        CallLimits.apply(connections);
        String requestId = CallLimits.newRequestId();
        HttpGet request = new HttpGet(url);
        request.setHeader(CallLimits.REQUEST_ID, requestId);
        request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        HttpClientContext context = HttpClientContext.create();
        try (CloseableHttpClient client =
                CallLimits.client().setConnectionManager(connections.build()).build()) {
            return client.execute(
                    request, context, response -> Exchange.of(requestId, response, context, Optional.of(token)));
        }
    }
}
