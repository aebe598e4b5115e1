package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.text.HostName;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.client5.http.utils.URIUtils;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.NamedEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Decides where the requests of one client may go on when a server sends them to another origin. A redirecting server
 * must not make the client do more there than it could do itself, so by default neither token nor body nor
 * certificate goes along.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110 section 15.4, "Redirection 3xx"</a>
 */
final class Border {
    private final KeyRing keyRing;
    private final boolean ownPools;
    private final IdentityCookies cookies = new IdentityCookies();
    private final BorderNotices notices;

    /** @param ownPools true if a connection without the certificate can be had for every server */
    Border(KeyRing keyRing, boolean ownPools) {
        this.keyRing = keyRing;
        this.ownPools = ownPools;
        this.notices = new BorderNotices(keyRing);
    }

    /** The fate of a request that a server sends to another origin. */
    enum Passage {
        /** It goes on as it is, with that origin's token and the certificate if that origin may get them. */
        WHOLE,
        /** It goes on without token, certificate and credentials. */
        BARE,
        /** It does not go on. */
        NONE
    }

    KeyRing keyRing() {
        return keyRing;
    }

    IdentityCookies cookies() {
        return cookies;
    }

    BorderNotices notices() {
        return notices;
    }

    /** @param bare true if the request is a GET or HEAD without a body, and was from the beginning */
    Passage passage(HttpHost from, HttpHost to, boolean bare) {
        if (isHttps(from)
                && isHttps(to)
                && keyRing.rules().nameRedirect(from.getHostName(), from.getPort(), to.getHostName(), to.getPort())) {
            return Passage.WHOLE;
        }
        return barePassage(to, bare);
    }

    /** The passage of a request that has been at a foreign origin: bare or none. */
    Passage barePassage(HttpHost to, boolean bare) {
        return bare && (ownPools || !isHttps(to)) ? Passage.BARE : Passage.NONE;
    }

    boolean mayShowCertificate(HttpHost server) {
        return isHttps(server) && keyRing.offersCertificateTo(server.getHostName(), server.getPort());
    }

    /** True if there is anything of the key ring's at a server that a redirect could misuse. */
    boolean isOurs(HttpHost server) {
        return mayShowCertificate(server) || mayGetTokens(server);
    }

    boolean mayGetTokens(HttpHost server) {
        return keyRing.rules().nameOrigin(server.getHostName(), server.getPort());
    }

    static boolean isHttps(HttpHost server) {
        return "https".equalsIgnoreCase(server.getSchemeName());
    }

    static boolean sameOrigin(HttpHost one, HttpHost other) {
        return one.equals(other) // mostly the very same
                || (one.getSchemeName().equalsIgnoreCase(other.getSchemeName())
                        && HostName.normal(one.getHostName()).equals(HostName.normal(other.getHostName()))
                        && portOf(one, isHttps(one)) == portOf(other, isHttps(other)));
    }

    static int portOf(NamedEndpoint server, boolean https) {
        return server.getPort() >= 0 ? server.getPort() : https ? 443 : 80;
    }

    /** The server that a redirect leads to; null: HttpClient cannot follow it either. */
    static @Nullable HttpHost targetOf(HttpHost at, @Nullable String location) {
        try {
            URI uri = new URI(String.valueOf(location));
            if (uri.isAbsolute()) {
                return URIUtils.extractHost(uri);
            }
            return uri.getRawAuthority() == null ? at : URIUtils.extractHost(new URI(at.getSchemeName() + ":" + uri));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return keyRing.toString();
    }
}
