package io.holdfast.httpclient;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/**
 * Headers of an answer that HttpClient must not act on, kept for the caller. Used by one thread after another.
 */
final class HiddenHeaders {
    private volatile List<Header> hidden = Collections.emptyList();

    boolean isEmpty() {
        return hidden.isEmpty();
    }

    /** Takes all headers of these names away. */
    void take(HttpResponse response, List<String> names) {
        List<Header> taken = new ArrayList<>();
        for (String name : names) {
            Collections.addAll(taken, response.getHeaders(name));
            response.removeHeaders(name);
        }
        hidden = taken;
    }

    /** Puts them back, once. */
    void giveBack(HttpResponse response) {
        List<Header> taken = hidden;
        if (taken.isEmpty()) {
            return;
        }
        hidden = Collections.emptyList();
        taken.forEach(response::addHeader);
    }

    /** They are another answer's. */
    void forget() {
        hidden = Collections.emptyList();
    }
}
