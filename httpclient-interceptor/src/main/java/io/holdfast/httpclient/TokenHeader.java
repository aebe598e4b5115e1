package io.holdfast.httpclient;

import io.holdfast.keyring.token.BoundToken;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;

/** The header that carries a token in one request, and knows which. Safe for use by several threads. */
final class TokenHeader implements Header {
    private final BoundToken token;
    private volatile boolean written;

    TokenHeader(BoundToken token) {
        this.token = token;
    }

    BoundToken token() {
        return token;
    }

    /**
     * Makes a new request the copy of another, with this header, past the cache. HttpClient's own builders would copy it
     * twice.
     *
     * @param copy with the same method, scheme, authority and path
     */
    <T extends HttpRequest> T addTo(T copy, HttpRequest request) {
        copy.setVersion(request.getVersion());
        copy.setHeaders(request.getHeaders());
        copy.setHeader(this);
        copy.addHeader(PastTheCache.HEADER);
        return copy;
    }

    /** It is being written to a connection of its token's certificate. */
    void write() {
        written = true;
    }

    /** True if it has been written: else an answer says nothing of the token, but comes from a proxy, say. */
    boolean isWritten() {
        return written;
    }

    @Override
    public String getName() {
        return HttpHeaders.AUTHORIZATION;
    }

    @Override
    public String getValue() {
        return token.authorization();
    }

    /** Kept out of HTTP/2's compression. */
    @Override
    public boolean isSensitive() {
        return true;
    }

    /** As headers print, but without the token. */
    @Override
    public String toString() {
        return HttpHeaders.AUTHORIZATION + ": Bearer " + token.digest();
    }
}
