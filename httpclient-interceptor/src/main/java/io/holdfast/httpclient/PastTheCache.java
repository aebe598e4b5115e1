package io.holdfast.httpclient;

import java.util.Iterator;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * The header by which a request with a token passes HttpClient's own cache by, since that does not tell identities apart:
 * a private cache takes no account of {@code Authorization}. It does not go out: the last link takes it away,
 * and puts it into the answer instead, as newer caches keep an answer whatever its request says.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1.5">RFC 9111 section 5.2.1.5, "no-store"</a>
 */
final class PastTheCache {
    /** Only this very object counts: an application may have written the same. */
    static final Header HEADER = new BasicHeader(HttpHeaders.CACHE_CONTROL, "no-store");

    private PastTheCache() {}

    /** Takes it away; tells whether it was there. */
    static boolean removeFrom(HttpMessage message) {
        if (!message.containsHeader(HttpHeaders.CACHE_CONTROL)) {
            return false; // without an iterator
        }
        boolean found = false;
        for (Iterator<Header> headers = message.headerIterator(HttpHeaders.CACHE_CONTROL); headers.hasNext(); ) {
            if (headers.next() == HEADER) {
                headers.remove();
                found = true;
            }
        }
        return found;
    }
}
