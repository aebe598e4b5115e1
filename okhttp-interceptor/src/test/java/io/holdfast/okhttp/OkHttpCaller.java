package io.holdfast.okhttp;

import io.holdfast.keyring.HttpCaller;
import io.holdfast.keyring.KeyRing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import okhttp3.CookieJar;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** OkHttp over HTTP/1.1, or over HTTP/2 where the server has it. */
final class OkHttpCaller implements HttpCaller {
    private final OkHttpClient client;

    OkHttpCaller(OkHttpClient client) {
        this.client = client;
    }

    static HttpCaller of(KeyRing keyRing, CookieJar cookies, Protocol... protocols) {
        return new OkHttpCaller(BoundTokenInterceptor.of(keyRing)
                .configure(
                        new OkHttpClient.Builder().protocols(List.of(protocols)).cookieJar(cookies))
                .build());
    }

    static HttpCaller behindProxy(KeyRing keyRing, int port, Protocol... protocols) {
        return new OkHttpCaller(BoundTokenInterceptor.of(keyRing)
                .configure(new OkHttpClient.Builder()
                        .protocols(List.of(protocols))
                        .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", port))))
                .build());
    }

    @Override
    public Answer send(String method, URI uri, @Nullable String body, boolean repeatable, Map<String, String> headers)
            throws IOException {
        Request.Builder request = new Request.Builder().url(uri.toString());
        headers.forEach(request::header);
        request.method(
                method,
                body == null
                        ? null
                        : repeatable ? RequestBody.create(body.getBytes(StandardCharsets.UTF_8)) : new Once(body));
        try (Response response = client.newCall(request.build()).execute()) {
            return new Answer(
                    response.code(), Objects.requireNonNull(response.body()).string());
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    private static final class Once extends RequestBody {
        private final String body;

        Once(String body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.writeUtf8(body);
        }
    }
}
