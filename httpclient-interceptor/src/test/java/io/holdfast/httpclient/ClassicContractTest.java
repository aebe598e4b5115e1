package io.holdfast.httpclient;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.HttpClientContract;
import io.holdfast.keyring.KeyRing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;

/** The contract in the classic client, which keeps cookies by default. */
class ClassicContractTest extends HttpClientContract {
    @Override
    protected HttpCaller open(KeyRing keyRing) {
        return new Caller(BoundTokenInterceptor.of(keyRing)
                .configure(HttpClients.custom(), pool -> pool.setMaxConnPerRoute(20))
                .build());
    }

    @Override
    protected HttpCaller openBehindProxy(KeyRing keyRing, int port) {
        return new Caller(BoundTokenInterceptor.of(keyRing)
                .configure(HttpClients.custom().setProxy(new HttpHost("localhost", port)))
                .build());
    }

    @Override
    protected HttpCaller openKeepingCookies(KeyRing keyRing) {
        return open(keyRing);
    }

    private static final class Caller implements HttpCaller {
        private final CloseableHttpClient client;

        Caller(CloseableHttpClient client) {
            this.client = client;
        }

        @Override
        public Answer send(
                String method, URI uri, @Nullable String body, boolean repeatable, Map<String, String> headers)
                throws IOException {
            ClassicRequestBuilder request = ClassicRequestBuilder.create(method).setUri(uri);
            headers.forEach(request::addHeader);
            if (body != null) {
                request.setEntity(
                        repeatable
                                ? new StringEntity(body)
                                : new InputStreamEntity(
                                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
                                        ContentType.TEXT_PLAIN));
            }
            return client.execute(
                    request.build(),
                    response -> new Answer(
                            response.getCode(),
                            response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity())));
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
