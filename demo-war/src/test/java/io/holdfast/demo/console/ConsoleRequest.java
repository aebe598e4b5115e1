package io.holdfast.demo.console;

import io.holdfast.tokenservice.http.HttpRequest;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that no server has received. */
record ConsoleRequest(String method, String path, String from, Map<String, String> lines, String form)
        implements HttpRequest {
    static ConsoleRequest page(String from) {
        return pageAt("localhost:8443", from);
    }

    static ConsoleRequest pageAt(String host, String from) {
        return new ConsoleRequest("GET", "/", from, host.isEmpty() ? Map.of() : Map.of("Host", host), "");
    }

    static ConsoleRequest press(String action, String from, String host, String formToken) {
        return new ConsoleRequest(
                "POST",
                "/actions/" + action,
                from,
                Map.of("Host", host, "Content-Type", "application/x-www-form-urlencoded"),
                "form_token=" + formToken);
    }

    @Override
    public @Nullable String query() {
        return null;
    }

    @Override
    public List<String> headers(String name) {
        return lines.containsKey(name) ? List.of(lines.get(name)) : List.of();
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
    public @Nullable String remoteAddress() {
        return from.isEmpty() ? null : from;
    }

    @Override
    public @Nullable Object attribute(String name) {
        return null;
    }
}
