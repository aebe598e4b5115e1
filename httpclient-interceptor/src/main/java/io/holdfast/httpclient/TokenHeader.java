package io.holdfast.httpclient;

import io.holdfast.keyring.token.BoundToken;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The header that carries a token in one request, and knows which. Safe for use by several threads. */
final class TokenHeader implements Header {
    /** The context's attribute with the request that was sent last, where the context is no HttpClient's. */
    private static final String SENT = "http.request";

    private final BoundToken token;
    private volatile boolean written;
    private volatile boolean outdated;

    TokenHeader(BoundToken token) {
        this.token = token;
    }

    BoundToken token() {
        return token;
    }

    /** The token that went with a context's last request; null: none did. */
    static @Nullable BoundToken lastIn(HttpContext context) {
        TokenHeader header = sentIn(context);
        return header != null && !header.outdated ? header.token : null;
    }

    /** Another request comes next, and HttpClient has the earlier one in its context until that one is sent. */
    static void outdate(HttpContext context) {
        TokenHeader earlier = sentIn(context);
        if (earlier != null) {
            earlier.outdated = true;
        }
    }

    private static @Nullable TokenHeader sentIn(HttpContext context) {
        Object sent = context instanceof HttpClientContext
                ? ((HttpClientContext) context).getRequest()
                : context.getAttribute(SENT);
        Header header =
                sent instanceof HttpRequest ? ((HttpRequest) sent).getFirstHeader(HttpHeaders.AUTHORIZATION) : null;
        return header instanceof TokenHeader ? (TokenHeader) header : null;
    }

    /**
     * Makes a new request the copy of another without a token, with this header, past the cache. HttpClient's own
     * builders would copy it twice.
     *
     * @param copy with the same method, scheme, authority and path
     */
    <T extends HttpRequest> T addTo(T copy, HttpRequest request) {
        copy.setVersion(request.getVersion());
        copy.setHeaders(request.getHeaders());
        copy.addHeader(this);
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
