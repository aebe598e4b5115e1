package io.holdfast.doctor.explain;

import io.holdfast.config.ProxySettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.resource.ResourceRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as its facts describe it: a door would get it so from its container. Immutable. */
final class ExplainedRequest implements ResourceRequest {
    private static final String LOOPBACK = "127.0.0.1";

    private final String method;
    private final String path;
    private final @Nullable String query;
    private final @Nullable String token;
    private final @Nullable X509Certificate certificate;
    private final @Nullable String headerValue;
    private final String headerName;
    private final String peer;

    private ExplainedRequest(
            String method,
            String path,
            @Nullable String query,
            @Nullable String token,
            @Nullable X509Certificate certificate,
            @Nullable String headerValue,
            String headerName,
            String peer) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.token = token;
        this.certificate = certificate;
        this.headerValue = headerValue;
        this.headerName = headerName;
        this.peer = peer;
    }

    /**
     * A request to a door with these settings.
     *
     * @param target path and query of the request line
     * @param certificate the client certificate of TLS; null for none
     * @param headerValue the value of the header in which a proxy passes one on; null for none
     */
    static ExplainedRequest of(
            ResourceSettings settings,
            String method,
            String target,
            @Nullable String token,
            @Nullable X509Certificate certificate,
            @Nullable String headerValue) {
        int question = target.indexOf('?');
        ProxySettings proxy = settings.proxy().orElse(null);
        return new ExplainedRequest(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? null : target.substring(question + 1),
                token,
                certificate,
                headerValue,
                proxy != null ? proxy.header() : "",
                proxy != null ? proxy.proxies().anAddress().orElse(LOOPBACK) : LOOPBACK);
    }

    /** This request with another token. */
    ExplainedRequest token(String other) {
        return new ExplainedRequest(method, path, query, other, certificate, headerValue, headerName, peer);
    }

    @Override
    public List<String> headers(String name) {
        if (name.equalsIgnoreCase("Authorization")) {
            return token != null ? List.of("Bearer " + token) : List.of();
        }
        return headerValue != null && name.equalsIgnoreCase(headerName) ? List.of(headerValue) : List.of();
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return certificate != null ? new X509Certificate[] {certificate} : null;
    }

    @Override
    public String peerAddress() {
        return peer;
    }

    @Override
    public String remoteAddress() {
        return peer;
    }

    @Override
    public @Nullable String queryString() {
        return query;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    /** The path as a container decodes a plain one. Whether another is plain is for the door to say. */
    @Override
    public String canonicalPath() {
        try {
            return URLDecoder.decode(path.replaceAll(";[^/]*", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path;
        }
    }
}
