package io.holdfast.demo.parties;

import java.security.SecureRandom;
import java.util.Locale;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

/** The limits of every call, by whomever: a timeout, and a name for the API's record of it. */
final class CallLimits {
    /** The header that carries a call's name. */
    static final String REQUEST_ID = "X-Request-Id";

    private static final Timeout CONNECT = Timeout.ofSeconds(3);
    private static final Timeout RESPONSE = Timeout.ofSeconds(8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private CallLimits() {}

    /** Makes a client without cookies, redirects and retries: the response shows what really happened. */
    static HttpClientBuilder client() {
        return HttpClients.custom()
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .setResponseTimeout(RESPONSE)
                        .build())
                .setUserAgent("Holdfast-Demo-Console")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
    }

    static void apply(PoolingHttpClientConnectionManagerBuilder connections) {
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setSocketTimeout(RESPONSE)
                .build());
    }

    static String newRequestId() {
        return String.format(Locale.ROOT, "%016x", RANDOM.nextLong());
    }
}
