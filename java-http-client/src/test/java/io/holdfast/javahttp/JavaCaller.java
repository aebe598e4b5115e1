package io.holdfast.javahttp;

import io.holdfast.keyring.HttpCaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The JDK's client, waiting or asynchronous. */
final class JavaCaller implements HttpCaller {
    private final HttpClient client;
    private final boolean async;

    JavaCaller(HttpClient client, boolean async) {
        this.client = client;
        this.async = async;
    }

    @Override
    public Answer send(String method, URI uri, @Nullable String body, boolean repeatable, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, publisher(body, repeatable));
        headers.forEach(request::header);
        HttpResponse<String> response = send(request.build());
        return new Answer(response.statusCode(), response.body());
    }

    private static BodyPublisher publisher(@Nullable String body, boolean repeatable) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        if (repeatable) {
            return BodyPublishers.ofString(body);
        }
        ByteArrayInputStream once = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        return BodyPublishers.ofInputStream(() -> once);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        if (!async) {
            return client.send(request, BodyHandlers.ofString());
        }
        try {
            return client.sendAsync(request, BodyHandlers.ofString()).get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
