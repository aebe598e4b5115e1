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
        @Nullable String path)
        implements ResourceRequest {

    static StubRequest with(String... authorization) {
        return new StubRequest(List.of(authorization), null, true, null, "/orders");
    }

    StubRequest from(X509Certificate... chain) {
        return attribute(chain);
    }

    StubRequest attribute(@Nullable Object value) {
        return new StubRequest(authorizationHeaders, queryString, secure, value, path);
    }

    StubRequest query(String query) {
        return new StubRequest(authorizationHeaders, query, secure, clientCertificateAttribute, path);
    }

    StubRequest at(String where) {
        return new StubRequest(authorizationHeaders, queryString, secure, clientCertificateAttribute, where);
    }

    StubRequest plain() {
        return new StubRequest(authorizationHeaders, queryString, false, clientCertificateAttribute, path);
    }

    @Override
    public List<String> headers(String name) {
        return name.equals("Authorization") ? authorizationHeaders : List.of();
    }

    @Override
    public @Nullable String peerAddress() {
        return "127.0.0.1";
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1";
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
