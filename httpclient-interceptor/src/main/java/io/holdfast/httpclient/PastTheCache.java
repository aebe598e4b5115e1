package io.holdfast.httpclient;

import java.util.Iterator;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * The header by which a request with a token passes HttpClient's own cache by, since that does not tell identities apart:
 * a private cache takes no account of {@code Authorization}. It does not go out: the last link takes it away.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1.5">RFC 9111 section 5.2.1.5, "no-store"</a>
 */
final class PastTheCache extends BasicHeader {
    /** The name of the link that takes it away. */
    static final String LINK = "HOLDFAST_PAST_THE_CACHE";

    private static final long serialVersionUID = 1L;

    PastTheCache() {
        super(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    static void removeFrom(HttpRequest request) {
        for (Iterator<Header> headers = request.headerIterator(HttpHeaders.CACHE_CONTROL); headers.hasNext(); ) {
            if (headers.next() instanceof PastTheCache) {
                headers.remove();
            }
        }
    }
}
