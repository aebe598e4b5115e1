package io.holdfast.tokenservice;

import io.holdfast.tokenservice.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request past TLS, where a test needs very many: by GET with a query, otherwise with a form. */
record HandMadeRequest(
        String method, String path, String form, @Nullable String remoteAddress) implements HttpRequest {
    @Override
    public @Nullable String query() {
        return method.equals("GET") ? form : null;
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Content-Type") ? List.of("application/x-www-form-urlencoded") : List.of();
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(form.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<X509Certificate> clientCertificates() {
        return List.of();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return null;
    }
}
