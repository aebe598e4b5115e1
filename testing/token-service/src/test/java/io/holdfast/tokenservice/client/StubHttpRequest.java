package io.holdfast.tokenservice.client;

import io.holdfast.tokenservice.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as an authenticator looks at it: the certificates of its connection and its Authorization lines. */
record StubHttpRequest(List<X509Certificate> clientCertificates, List<String> authorization) implements HttpRequest {
    static StubHttpRequest by(X509Certificate... chain) {
        return new StubHttpRequest(List.of(chain), List.of());
    }

    StubHttpRequest withAuthorization(String... lines) {
        return new StubHttpRequest(clientCertificates, List.of(lines));
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? authorization : List.of();
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/token";
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public @Nullable String remoteAddress() {
        return null;
    }

    @Override
    public @Nullable Object attribute(String name) {
        return null;
    }
}
