package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.log.WarnedOnce;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.utils.URIUtils;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(Border.class);

    /** The longest name of a server in a message. */
    private static final int LONGEST_NAME = 300;

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");

    private final KeyRing keyRing;
    private final boolean ownPools;
    private final IdentityCookies cookies = new IdentityCookies();
    private final WarnedOnce warned = new WarnedOnce();

    /** @param ownPools true if a connection without the certificate can be had for every server */
    Border(KeyRing keyRing, boolean ownPools) {
        this.keyRing = keyRing;
        this.ownPools = ownPools;
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

    private static boolean isHttps(HttpHost server) {
        return "https".equalsIgnoreCase(server.getSchemeName());
    }

    static boolean sameOrigin(HttpHost one, HttpHost other) {
        return one.getSchemeName().equalsIgnoreCase(other.getSchemeName())
                && normal(one.getHostName()).equals(normal(other.getHostName()))
                && portOf(one) == portOf(other);
    }

    private static String normal(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static int portOf(HttpHost server) {
        return server.getPort() >= 0 ? server.getPort() : isHttps(server) ? 443 : 80;
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

    /** The reason why a request does not go on, and the setting that lets it. */
    String refusal(HttpHost from, HttpHost to, boolean bare) {
        String why = bare
                ? "the connection manager, which the application has made, could show it the client's certificate"
                : "only a GET or HEAD without a body, and from the beginning, may follow to another origin";
        return nameOf(from) + " redirects a request to " + nameOf(to) + ", and it was not sent there: " + why
                + (isHttps(from) && isHttps(to)
                        ? ". If it may go there, with that origin's token and the certificate if it has any, say"
                                + advice(from, to)
                        : ". From or to plain http no redirect can be allowed.");
    }

    private static String advice(HttpHost from, HttpHost to) {
        return " allowRedirect(\"" + nameOf(from) + "\", \"" + nameOf(to) + "\").";
    }

    /** Tells that a redirect is the caller's. */
    void warnOfRefusal(HttpHost from, HttpHost to, boolean bare) {
        warn(refusal(from, to, bare) + " The caller gets the redirect.");
    }

    /** Tells that a request for an allowed origin is going there as a stranger's. */
    void warnOfBarePassage(HttpHost from, HttpHost to) {
        if (mayGetTokens(to)) {
            warn(nameOf(from) + " redirects a request to " + nameOf(to) + ", where it goes without token and"
                    + " certificate."
                    + (isHttps(from) && isHttps(to) ? " If it may have them, say" + advice(from, to) : ""));
        } else {
            LOG.debug("{} redirects a request to {}, without token and certificate.", nameOf(from), nameOf(to));
        }
    }

    /** Tells of a server that answered a request without a token by 401. */
    void warnOfMissedToken(HttpHost at, List<String> challenges) {
        ResourceCall.answeredWithoutToken(at.getSchemeName(), at.getHostName(), at.getPort(), challenges, keyRing);
    }

    /**
     * Tells of a server that ended an HTTP/2 connection with ENHANCE_YOUR_CALM. HttpCore ends a body with a frame of its own,
     * so the frame before is not the last, and Tomcat takes frames of a few bytes that are not the last for an attack.
     */
    void warnOfSmallFrames(HttpHost at) {
        warn(nameOf(at)
                + " ended an HTTP/2 connection (ENHANCE_YOUR_CALM), as Tomcat does when a connection carries several"
                + " bodies of a few bytes. Speak HTTP/1.1 with it: configure(client, pool -> pool.setDefaultTlsConfig(TlsConfig"
                + ".custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())). Or set overheadDataThreshold=\"0\""
                + " at the UpgradeProtocol of that Tomcat.");
    }

    /** Each text once; servers choose where redirects lead. */
    void warn(String text) {
        if (warned.due(text)) {
            LOG.warn("{} This is said once.", text);
        } else {
            LOG.debug("{}", text);
        }
    }

    private static String nameOf(HttpHost server) {
        String name = NOT_PRINTABLE.matcher(server.toURI()).replaceAll("?");
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    }

    @Override
    public String toString() {
        return keyRing.toString();
    }
}
