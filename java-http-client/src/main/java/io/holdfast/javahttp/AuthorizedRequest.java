package io.holdfast.javahttp;

import io.holdfast.keyring.token.BoundToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The application's request with a token. Immutable, but for the body. */
final class AuthorizedRequest extends HttpRequest {
    private final HttpRequest request;
    private final HttpHeaders headers;

    AuthorizedRequest(HttpRequest request, BoundToken token) {
        this.request = request;
        Map<String, List<String>> all = new LinkedHashMap<>(request.headers().map());
        all.put("Authorization", List.of(token.authorization()));
        this.headers = HttpHeaders.of(all, (name, value) -> true);
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return request.bodyPublisher();
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public Optional<Duration> timeout() {
        return request.timeout();
    }

    @Override
    public boolean expectContinue() {
        return request.expectContinue();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return request.version();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return request.toString();
    }
}
