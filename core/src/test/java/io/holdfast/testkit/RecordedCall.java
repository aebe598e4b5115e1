package io.holdfast.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that the {@link FakeAuthorizationServer} received. Immutable. */
public final class RecordedCall {

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Map<String, List<String>> headers;
    private final String body;
    private final Map<String, List<String>> form;
    private final @Nullable String thumbprint;
    private final String protocol;

    RecordedCall(
            String method,
            String path,
            @Nullable String query,
            Map<String, List<String>> headers,
            String body,
            Map<String, List<String>> form,
            @Nullable String thumbprint,
            String protocol) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.form = form;
        this.thumbprint = thumbprint;
        this.protocol = protocol;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public Optional<String> query() {
        return Optional.ofNullable(query);
    }

    /** Values by name, names as the JDK's server writes them: {@code Content-type}. */
    public List<String> header(String name) {
        return headers.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    public String body() {
        return body;
    }

    /** The decoded form parameters; a repeated one has several values. */
    public Map<String, List<String>> form() {
        return form;
    }

    /** The one value of a parameter; empty when it is missing or was sent more than once. */
    public Optional<String> formValue(String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The {@code x5t#S256} of the certificate that the caller presented. */
    public Optional<String> clientThumbprint() {
        return Optional.ofNullable(thumbprint);
    }

    /** For example TLSv1.3. */
    public String tlsProtocol() {
        return protocol;
    }
}
