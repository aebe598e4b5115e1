package io.holdfast.javahttp;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** An answer as the caller gets it: to the caller's own request, which has no token. Immutable. */
final class Answer<T> implements HttpResponse<T> {
    private final HttpRequest request;
    private final HttpResponse<?> response;
    private final @Nullable T body;

    Answer(HttpRequest request, HttpResponse<?> response, @Nullable T body) {
        this.request = request;
        this.response = response;
        this.body = body;
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    /** None: no redirect is followed. */
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    @SuppressWarnings("NullAway") // null where the caller's handler says so
    public T body() {
        return body;
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public HttpClient.Version version() {
        return response.version();
    }

    @Override
    public String toString() {
        return response.toString();
    }
}
