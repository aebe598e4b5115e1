package io.holdfast.httpclient;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Headers withheld on a hop to an origin that another server has chosen: credentials, and challenges, which are not
 * answered there. Such an answer would hold credentials that the client has stored for anybody, or the account that the
 * program runs as. A proxy between that sees the request itself is the application's choice, so it is answered.
 */
final class BareHop {
    private static final List<String> CREDENTIALS =
            Collections.unmodifiableList(Arrays.asList(HttpHeaders.AUTHORIZATION, HttpHeaders.PROXY_AUTHORIZATION));
    private static final List<String> CHALLENGES =
            Collections.unmodifiableList(Arrays.asList(HttpHeaders.WWW_AUTHENTICATE, HttpHeaders.PROXY_AUTHENTICATE));

    private BareHop() {}

    /** The headers that a request must not have. */
    static List<String> credentials(HttpRoute route) {
        return seesAProxy(route) ? CREDENTIALS.subList(0, 1) : CREDENTIALS;
    }

    /** The headers of an answer that HttpClient must not see; the caller will. */
    static List<String> challenges(HttpRoute route) {
        return seesAProxy(route) ? CHALLENGES.subList(0, 1) : CHALLENGES;
    }

    private static boolean seesAProxy(HttpRoute route) {
        return route.getProxyHost() != null && !route.isTunnelled();
    }
}
