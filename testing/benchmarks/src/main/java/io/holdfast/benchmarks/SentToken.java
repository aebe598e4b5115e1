package io.holdfast.benchmarks;

import io.holdfast.resource.ResourceRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as it arrives in a request, with the certificate of its connection.
 *
 * @param token its text
 * @param certificate the client's
 * @param authorization the header's lines
 * @param chain as a container gives it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record SentToken(String token, X509Certificate certificate, List<String> authorization, X509Certificate[] chain)
        implements ResourceRequest {
    static SentToken of(String token, X509Certificate certificate) {
        return new SentToken(token, certificate, List.of("Bearer " + token), new X509Certificate[] {certificate});
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? authorization : List.of();
    }

    @Override
    public boolean secure() {
        return true;
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return chain;
    }

    @Override
    public @Nullable String peerAddress() {
        return "192.0.2.1";
    }

    @Override
    public @Nullable String remoteAddress() {
        return "192.0.2.1";
    }

    @Override
    public @Nullable String queryString() {
        return null;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/orders";
    }

    @Override
    public String canonicalPath() {
        return "/orders";
    }
}
