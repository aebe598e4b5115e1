package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.log.WarnedOnce;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells caller and log of requests that did not go where a server or the application wanted them, and the setting that lets
 * them.
 *
 * <p>Safe for use by several threads.
 */
final class BorderNotices {
    private static final Logger LOG = LoggerFactory.getLogger(Border.class);

    /** The longest name of a server in a message. */
    private static final int LONGEST_NAME = 300;

    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");

    private final KeyRing keyRing;
    private final WarnedOnce warned = new WarnedOnce();

    BorderNotices(KeyRing keyRing) {
        this.keyRing = keyRing;
    }

    /** The reason why a request does not go on, and the setting that lets it. */
    String refusal(HttpHost from, HttpHost to, boolean bare) {
        String why = bare
                ? "the connection manager, which the application has made, could show it the client's certificate"
                : "only a GET or HEAD without a body, and from the beginning, may follow to another origin";
        return nameOf(from) + " redirects a request to " + nameOf(to) + ", and it was not sent there: " + why
                + (Border.isHttps(from) && Border.isHttps(to)
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
        if (keyRing.rules().nameOrigin(to.getHostName(), to.getPort())) {
            warn(nameOf(from) + " redirects a request to " + nameOf(to) + ", where it goes without token and"
                    + " certificate."
                    + (Border.isHttps(from) && Border.isHttps(to)
                            ? " If it may have them, say" + advice(from, to)
                            : ""));
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
    private void warn(String text) {
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

    /** The failure of a request whose connection nobody guards. */
    static WrongCertificateException unguarded(boolean token) {
        String danger = token
                ? "have been made with another certificate than the token's"
                : "show the certificate to a server that must not see it";
        return new WrongCertificateException((token ? "The token" : "The request")
                + " was not sent: the client's connection manager, or a link of its"
                + " chain, was set after configure() or without it, so the connection may " + danger
                + ". Let configure() make the connections, or give it your connection"
                + " manager, made with the key ring's sslContext(), and leave both in place.");
    }
}
