package io.holdfast.httpclient4;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.Redirects;
import java.net.URI;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.ProtocolException;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.client.DefaultRedirectStrategy;
import org.apache.http.protocol.HttpContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows redirects as HttpClient does by default, but none that {@link Redirects} forbids. */
final class OwnOriginRedirects extends DefaultRedirectStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(OwnOriginRedirects.class);

    /** The context's attribute with the server of the request before. */
    private static final String AT = "io.holdfast.at";

    private final KeyRing keyRing;

    OwnOriginRedirects(KeyRing keyRing) {
        this.keyRing = keyRing;
    }

    @Override
    public boolean isRedirected(HttpRequest request, HttpResponse response, HttpContext context)
            throws ProtocolException {
        if (!super.isRedirected(request, response, context)) {
            return false;
        }
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        HttpHost at = HttpClientContext.adapt(context).getTargetHost();
        if (location == null || at == null) {
            return false;
        }
        URI from = URI.create(at.toURI() + "/");
        URI to;
        try {
            to = from.resolve(location.getValue());
        } catch (IllegalArgumentException e) {
            return true; // HttpClient's redirected request is judged before it is sent
        }
        if (Redirects.follow(keyRing, from, to)) {
            return true;
        }
        LOG.debug("{} redirects a request to another origin. The caller gets the redirect.", at);
        return false;
    }

    /**
     * The request of a context goes to a server next.
     *
     * @throws ProtocolException if a strategy of the application's lets it go along with a redirect that must not be
     *     followed
     */
    static void require(KeyRing keyRing, HttpHost target, HttpClientContext context) throws ProtocolException {
        Object before = context.getAttribute(AT);
        context.setAttribute(AT, target);
        List<URI> followed = context.getRedirectLocations();
        if (before instanceof HttpHost
                && followed != null
                && !followed.isEmpty()
                && !Redirects.follow(keyRing, URI.create(((HttpHost) before).toURI()), URI.create(target.toURI()))) {
            throw new ProtocolException(before + " redirects a request to " + target + ", and it was not sent there:"
                    + " tokens, the certificate and what a body holds stay with their origin. If it may go there, say"
                    + " allowRedirect(\"" + before + "\", \"" + target + "\").");
        }
    }
}
