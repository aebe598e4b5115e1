package io.holdfast.httpclient;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.HttpClientContract;
import io.holdfast.keyring.KeyRing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.jspecify.annotations.Nullable;

/** The contract in the asynchronous client over HTTP/1.1, which keeps cookies by default. */
class AsyncContractTest extends HttpClientContract {
    @Override
    protected HttpCaller open(KeyRing keyRing) {
        CloseableHttpAsyncClient client = AsyncBoundTokenInterceptor.of(keyRing)
                .configure(
                        HttpAsyncClients.custom(),
                        pool -> pool.setMaxConnPerRoute(20).setDefaultTlsConfig(Transport.ASYNC_HTTP_1.tls()))
                .build();
        client.start();
        return new Caller(client);
    }

    @Override
    protected HttpCaller openBehindProxy(KeyRing keyRing, int port) {
        CloseableHttpAsyncClient client = AsyncBoundTokenInterceptor.of(keyRing)
                .configure(
                        HttpAsyncClients.custom().setProxy(new HttpHost("localhost", port)),
                        pool -> pool.setDefaultTlsConfig(Transport.ASYNC_HTTP_1.tls()))
                .build();
        client.start();
        return new Caller(client);
    }

    @Override
    protected HttpCaller openKeepingCookies(KeyRing keyRing) {
        return open(keyRing);
    }

    private static final class Caller implements HttpCaller {
        private final CloseableHttpAsyncClient client;

        Caller(CloseableHttpAsyncClient client) {
            this.client = client;
        }

        @Override
        public Answer send(
                String method, URI uri, @Nullable String body, boolean repeatable, Map<String, String> headers)
                throws IOException, InterruptedException {
            AsyncRequestBuilder request = AsyncRequestBuilder.create(method).setUri(uri);
            headers.forEach(request::addHeader);
            if (body != null) {
                request.setEntity(entity(body, repeatable));
            }
            try {
                SimpleHttpResponse response = client.execute(request.build(), SimpleResponseConsumer.create(), null)
                        .get(60, TimeUnit.SECONDS);
                String text = response.getBodyText();
                return new Answer(response.getCode(), text == null ? "" : text);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException(e);
            }
        }

        private static AsyncEntityProducer entity(String body, boolean repeatable) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return repeatable
                    ? new BasicAsyncEntityProducer(bytes, ContentType.TEXT_PLAIN)
                    : new BasicAsyncEntityProducer(bytes, ContentType.TEXT_PLAIN) {
                        @Override
                        public boolean isRepeatable() {
                            return false;
                        }
                    };
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
