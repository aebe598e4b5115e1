package io.holdfast.resource;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as a door would tell it. */
record StubRequest(
        List<String> authorizationHeaders,
        @Nullable String queryString,
        boolean secure,
        @Nullable Object clientCertificateAttribute,
        @Nullable String path,
        @Nullable String peerAddress,
        @Nullable String remoteAddress)
        implements ResourceRequest {
    private static final String LOOPBACK = "127.0.0.1";

    static StubRequest with(String... authorization) {
        return new StubRequest(List.of(authorization), null, true, null, "/orders", LOOPBACK, LOOPBACK);
    }

    StubRequest from(X509Certificate... chain) {
        return attribute(chain);
    }

    StubRequest attribute(@Nullable Object value) {
        return new StubRequest(authorizationHeaders, queryString, secure, value, path, peerAddress, remoteAddress);
    }

    StubRequest query(String query) {
        return new StubRequest(
                authorizationHeaders, query, secure, clientCertificateAttribute, path, peerAddress, remoteAddress);
    }

    StubRequest plain() {
        return new StubRequest(
                authorizationHeaders, queryString, false, clientCertificateAttribute, path, peerAddress, remoteAddress);
    }

    StubRequest path(@Nullable String other) {
        return new StubRequest(
                authorizationHeaders,
                queryString,
                secure,
                clientCertificateAttribute,
                other,
                peerAddress,
                remoteAddress);
    }

    /** From this address, and what the container makes of it. */
    StubRequest peer(@Nullable String address, @Nullable String remote) {
        return new StubRequest(
                authorizationHeaders, queryString, secure, clientCertificateAttribute, path, address, remote);
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? authorizationHeaders : List.of();
    }

    @Override
    public String canonicalPath() {
        return String.valueOf(path);
    }

    @Override
    public String method() {
        return "GET";
    }
}
