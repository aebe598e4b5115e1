package io.holdfast.keyring.exchange;

import io.holdfast.keyring.KeyRing;
import io.holdfast.text.HostName;
import java.net.URI;

/**
 * Selects the redirects that a client with a key ring follows. A redirecting server must not make the client do more
 * elsewhere than it could do itself: so none that leaves an origin that may see tokens or the certificate, and none
 * that leads to one, unless {@link io.holdfast.keyring.KeyRingBuilder#allowRedirect} names the two. Clients that can
 * send a request on without certificate, body and credentials may do more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110 section 15.4, "Redirection 3xx"</a>
 */
public final class Redirects {
    private Redirects() {}

    /** True if a request may go on from one address to another as it is. */
    public static boolean follow(KeyRing keyRing, URI from, URI to) {
        String fromHost = from.getHost();
        String toHost = to.getHost();
        if (fromHost == null || toHost == null) {
            return false;
        }
        if (isHttps(from) == isHttps(to)
                && portOf(from) == portOf(to)
                && HostName.normal(fromHost).equals(HostName.normal(toHost))) {
            return true;
        }
        return (!isOurs(keyRing, from, fromHost) && !isOurs(keyRing, to, toHost))
                || (isHttps(from)
                        && isHttps(to)
                        && keyRing.rules().nameRedirect(fromHost, from.getPort(), toHost, to.getPort()));
    }

    /** True if there is anything of the key ring's at a server that a redirect could misuse. */
    private static boolean isOurs(KeyRing keyRing, URI server, String host) {
        return isHttps(server)
                ? keyRing.offersCertificateTo(host, server.getPort())
                : keyRing.rules().nameHost(host);
    }

    private static boolean isHttps(URI server) {
        return "https".equalsIgnoreCase(server.getScheme());
    }

    private static int portOf(URI server) {
        return server.getPort() >= 0 ? server.getPort() : isHttps(server) ? 443 : 80;
    }
}
