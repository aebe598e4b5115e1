package io.holdfast.demo.parties;

import io.holdfast.tokenservice.http.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * One call and its answer. It holds the token that was sent, so it lives no longer than the scene; a {@link Step} keeps
 * the rest.
 */
final class Exchange {
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LONGEST_CHALLENGE = 1000;

    private final String requestId;
    private final int status;
    private final String challenge;
    private final @Nullable X509Certificate presented;
    private final @Nullable String token;

    private Exchange(
            String requestId,
            int status,
            String challenge,
            @Nullable X509Certificate presented,
            @Nullable String token) {
        this.requestId = requestId;
        this.status = status;
        this.challenge = challenge;
        this.presented = presented;
        this.token = token;
    }

    static Exchange of(String requestId, ClassicHttpResponse response, HttpCoreContext context, Optional<String> token)
            throws IOException, HttpException {
        Header challenge = response.getFirstHeader(HttpHeaders.WWW_AUTHENTICATE);
        // Read only so that the connection can be used again.
        EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8, LARGEST_BODY);
        return new Exchange(
                requestId,
                response.getCode(),
                challenge == null ? "" : PrintableText.of(challenge.getValue(), LONGEST_CHALLENGE),
                presented(context.getSSLSession()),
                token.orElse(null));
    }

    /** The certificate that this end of the connection really presented in the handshake. */
    private static @Nullable X509Certificate presented(@Nullable SSLSession session) {
        Certificate[] local = session == null ? null : session.getLocalCertificates();
        return local == null || local.length == 0 ? null : (X509Certificate) local[0];
    }

    String requestId() {
        return requestId;
    }

    int status() {
        return status;
    }

    /** The {@code WWW-Authenticate} of the answer; empty if it has none. */
    String challenge() {
        return challenge;
    }

    Optional<X509Certificate> presented() {
        return Optional.ofNullable(presented);
    }

    /** The token, for the thief who overhears it; empty if none was sent. */
    Optional<String> overheard() {
        return Optional.ofNullable(token);
    }
}
