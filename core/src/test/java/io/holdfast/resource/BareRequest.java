package io.holdfast.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request over TLS without a certificate: a method, a query and header lines. */
record BareRequest(@Nullable String method, @Nullable String queryString, Map<String, List<String>> lines)
        implements ResourceRequest {
    @Override
    public List<String> headers(String name) {
        return lines.getOrDefault(name, List.of());
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return null;
    }

    @Override
    public @Nullable String peerAddress() {
        return null;
    }

    @Override
    public @Nullable String remoteAddress() {
        return null;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String canonicalPath() {
        return "/";
    }
}
