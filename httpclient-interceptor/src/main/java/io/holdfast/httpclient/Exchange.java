package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.Identity;
import io.holdfast.keystore.CredentialGeneration;
import java.util.Collections;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.support.AbstractMessageBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One request of the application with all its redirects: where it is, what it may carry there, and which connection it
 * needs. The origin where it began decides; once it has been at a foreign origin it stays bare, on the way back too.
 *
 * <p>Used by one thread after another.
 */
final class Exchange {
    private static final List<String> LOCATION = Collections.singletonList(HttpHeaders.LOCATION);

    private final HiddenHeaders locations = new HiddenHeaders();
    private final HiddenHeaders challenges = new HiddenHeaders();
    private final Border border;
    private final boolean bare;
    private volatile HttpHost at;
    private volatile boolean unseen;
    private volatile boolean astray;
    private volatile boolean beenAtOurs;
    private volatile @Nullable TokenHeader carried;
    private volatile Identity identity = Identity.NOBODY;
    private volatile @Nullable CredentialGeneration credentials;
    private volatile @Nullable Lease lease;
    private volatile boolean hidden;

    /** @param bare true if the request is a GET or HEAD without a body */
    Exchange(Border border, HttpHost target, boolean bare) {
        this.border = border;
        this.at = target;
        this.bare = bare;
        this.beenAtOurs = border.isOurs(target);
    }

    /** Another that goes on from here by itself. */
    Exchange fork() {
        Exchange fork = new Exchange(border, at, bare);
        fork.unseen = unseen;
        fork.astray = astray;
        fork.beenAtOurs = beenAtOurs;
        fork.carried = carried;
        fork.identity = identity;
        fork.credentials = credentials;
        return fork;
    }

    static boolean isBare(HttpRequest request, boolean hasBody) {
        return !hasBody
                && ("GET".equalsIgnoreCase(request.getMethod()) || "HEAD".equalsIgnoreCase(request.getMethod()));
    }

    /** An exchange whose beginning nobody saw, because configure() did not make its chain: it gets no token. */
    static Exchange unseen(KeyRing keyRing, HttpHost target) {
        Exchange exchange = new Exchange(new Border(keyRing, false), target, false);
        exchange.unseen = true;
        return exchange;
    }

    boolean isOf(KeyRing keyRing) {
        return border.keyRing() == keyRing;
    }

    /** True if the request has its token already, from a link that configure() has put in before. */
    boolean carries(HttpRequest request) {
        TokenHeader header = carried;
        return header != null && request.getFirstHeader(HttpHeaders.AUTHORIZATION) == header;
    }

    /**
     * True if a request without a token goes on changed: because it has been sent to an origin that it may not carry
     * anything to, or because it carries an identity's cookies.
     */
    boolean isChanged() {
        return astray || !identity.equals(Identity.NOBODY);
    }

    /** Makes such a request what it may be here. */
    void change(AbstractMessageBuilder<?> request, HttpRoute route) {
        if (astray) {
            BareHop.credentials(route).forEach(request::removeHeaders);
            request.removeHeaders(HttpHeaders.COOKIE);
        }
        request.addHeader(PastTheCache.HEADER);
    }

    boolean isAstray() {
        return astray;
    }

    /**
     * The request goes to a server next. A redirect that HttpClient follows against the rules, by a strategy of the
     * application's for example, ends here.
     *
     * @throws ProtocolException if it may not go there
     */
    void enter(HttpRequest request, boolean hasBody, HttpHost target) throws ProtocolException {
        locations.forget();
        challenges.forget();
        carried = null;
        HttpHost from = at;
        if (!Border.sameOrigin(from, target)) {
            Border.Passage passage = passageTo(target);
            if (passage == Border.Passage.NONE) {
                throw new ProtocolException(border.refusal(from, target, bare));
            }
            if (passage == Border.Passage.BARE) {
                astray = true;
                border.warnOfBarePassage(from, target);
            }
            at = target;
            if (border.isOurs(target)) {
                beenAtOurs = true;
            }
        }
        if (astray && !isBare(request, hasBody)) {
            throw new ProtocolException(border.refusal(from, target, false));
        }
    }

    private Border.Passage passageTo(HttpHost target) {
        if (astray) {
            return border.barePassage(target, bare);
        }
        return beenAtOurs || border.isOurs(target) ? border.passage(at, target, bare) : Border.Passage.WHOLE;
    }

    /** A request with a token is about to be sent. */
    void carryToken(TokenRequest wanted, TokenHeader header, HttpClientContext context) {
        CredentialGeneration boundTo = header.token().credentials();
        carried = header;
        identity = new Identity(wanted, boundTo);
        credentials = boundTo;
        border.cookies().use(context, identity);
    }

    /** A request without one is. Its answer belongs to the identity for which the exchange began, if to any. */
    void carryNone(HttpClientContext context) {
        if (!border.mayGetTokens(at)) {
            border.cookies().use(context, identity.abroad());
        } else if (astray) {
            border.cookies().lend(context, new BasicCookieStore());
        } else {
            border.cookies().use(context, identity);
        }
    }

    /** The connection that the present request needs. */
    Lease lease(HttpRoute route, @Nullable Object applications) {
        CredentialGeneration chosen = credentials;
        Lease next = new Lease(
                border.keyRing(),
                carried != null && chosen != null ? chosen : border.keyRing().credentials(),
                !astray && route.isSecure() && border.mayShowCertificate(route.getTargetHost()),
                applications,
                astray ? BareHop.credentials(route) : Collections.emptyList());
        hidden = astray || (route.isSecure() && !next.isWithCertificate());
        lease = next;
        return next;
    }

    /** The state in which the connection goes back to its pool. */
    @Nullable
    Object released(@Nullable Object state) {
        Lease leased = lease;
        return leased != null ? leased.with(state) : state;
    }

    /**
     * True if nobody compares token and connection, or redirects with what is allowed, or nobody keeps the certificate
     * from a server that must not see it: the connection must be neither made nor used then.
     */
    boolean isUnguarded() {
        Lease leased = lease;
        return carried != null
                ? unseen || leased == null || !leased.isTaken()
                : hidden && leased != null && !leased.isHiding();
    }

    WrongCertificateException unguarded() {
        String what = carried != null ? "The token" : "The request";
        String danger = carried != null
                ? "have been made with another certificate than the token's"
                : "show the certificate to a server that must not see it";
        return new WrongCertificateException(what + " was not sent: the client's connection manager, or a link of its"
                + " chain, was set after configure() or without it, so the connection may " + danger
                + ". Let configure() make the connections, or give it your connection"
                + " manager, made with the key ring's sslContext(), and leave both in place.");
    }

    /** An answer arrived. HttpClient does not see a challenge that it must not answer. */
    void arrive(HttpResponse response, HttpRoute route) {
        if (astray) {
            challenges.take(response, BareHop.challenges(route));
        }
    }

    /** The answer to a request goes on, out of the round. HttpClient does not see a redirect that it must not follow. */
    void leave(HttpRequest request, HttpResponse response, HttpClientContext context) {
        challenges.giveBack(response);
        if (response.getCode() == HttpStatus.SC_UNAUTHORIZED
                && carried == null
                && !(astray && border.mayGetTokens(at)) // of that passage the border warns
                && !request.containsHeader(HttpHeaders.AUTHORIZATION)) {
            border.warnOfMissedToken(at, TokenRound.challenges(response));
        }
        if (response.getCode() / 100 != 3 || !locations.isEmpty()) {
            return;
        }
        for (Header location : response.getHeaders(HttpHeaders.LOCATION)) {
            HttpHost target = Border.targetOf(at, location.getValue());
            if (target != null && !Border.sameOrigin(at, target) && passageTo(target) == Border.Passage.NONE) {
                if (follows(context)) {
                    border.warnOfRefusal(at, target, bare);
                }
                locations.take(response, LOCATION);
                return;
            }
        }
    }

    /** True if HttpClient would follow a redirect. */
    private static boolean follows(HttpClientContext context) {
        RequestConfig config = context.getRequestConfig();
        return context.getRedirectLocations() != null && (config == null || config.isRedirectsEnabled());
    }

    void warnOfSmallFrames() {
        border.warnOfSmallFrames(at);
    }

    /** The answer is the caller's. */
    void deliver(HttpResponse response) {
        locations.giveBack(response);
    }
}
