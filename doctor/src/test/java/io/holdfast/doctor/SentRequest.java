package io.holdfast.doctor;

import io.holdfast.resource.ResourceRequest;
import io.holdfast.testpki.TestIdentity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as a container would pass it to a door. */
record SentRequest(
        List<String> authorization,
        String method,
        String target,
        boolean secure,
        @Nullable TestIdentity client) implements ResourceRequest {
    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? authorization : List.of();
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return client == null ? null : client.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public String peerAddress() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
    }

    @Override
    public @Nullable String queryString() {
        return target.contains("?") ? target.substring(target.indexOf('?') + 1) : null;
    }

    @Override
    public String path() {
        return target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    }

    @Override
    public String canonicalPath() {
        return URLDecoder.decode(path(), StandardCharsets.UTF_8);
    }
}
