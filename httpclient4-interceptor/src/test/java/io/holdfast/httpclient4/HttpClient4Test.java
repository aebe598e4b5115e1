package io.holdfast.httpclient4;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.HttpClientContract;
import io.holdfast.keyring.KeyRing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.http.HttpHost;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.entity.InputStreamEntity;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/** The contract in HttpClient 4.5. */
class HttpClient4Test extends HttpClientContract {
    @Override
    protected HttpCaller open(KeyRing keyRing) {
        return new Caller(
                BoundTokenHttpClientBuilder.of(keyRing).setMaxConnPerRoute(20).build());
    }

    /** As HttpClient does by default. */
    @Override
    protected HttpCaller openBehindProxy(KeyRing keyRing, int port) {
        return new Caller(BoundTokenHttpClientBuilder.of(keyRing)
                .setProxy(new HttpHost("localhost", port))
                .build());
    }

    @Override
    protected HttpCaller openKeepingCookies(KeyRing keyRing) {
        return open(keyRing);
    }

    static final class Caller implements HttpCaller {
        private final CloseableHttpClient client;

        Caller(CloseableHttpClient client) {
            this.client = client;
        }

        @Override
        public Answer send(
                String method, URI uri, @Nullable String body, boolean repeatable, Map<String, String> headers)
                throws IOException {
            RequestBuilder request = RequestBuilder.create(method).setUri(uri);
            headers.forEach(request::addHeader);
            if (body != null) {
                request.setEntity(
                        repeatable
                                ? new StringEntity(body)
                                : new InputStreamEntity(
                                        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
            }
            try (CloseableHttpResponse response = client.execute(request.build())) {
                return new Answer(
                        response.getStatusLine().getStatusCode(),
                        response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity()));
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
