package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.Identity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.AuthScheme;
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
 * <p>It is HttpClient's hold on the connection at once, classic or asynchronous: by that the links of the chain find it.
 *
 * <p>Used by one thread after another.
 */
abstract class Exchange {
    private static final List<String> LOCATION = Collections.singletonList(HttpHeaders.LOCATION);

    /** A connection of a generation that is just being replaced may be wrong once, hardly twice. */
    private static final int MOST_RECONNECTS = 2;

    private final Border border;
    private final HttpHost begin;
    private final @Nullable HttpRequest first;
    private final boolean hasBody;

    // Written only when they change, which they seldom do: one volatile write costs more than all reads of a request.
    private volatile @Nullable HttpHost moved;
    private volatile @Nullable Hop hop; // the last one; null: it has not been redirected
    private volatile boolean carriedNone;
    private volatile boolean astray;
    private volatile boolean beenAtOurs; // before it came to where it is
    private volatile boolean carrying;
    private volatile @Nullable TokenHeader lastCarried; // its identity is the exchange's
    private volatile @Nullable Lease lease;
    private volatile boolean hidden;
    private volatile boolean somebodys;

    /** Headers of an answer that HttpClient must not act on, kept for the caller: challenges, or where a redirect leads. */
    private volatile @Nullable List<Header> taken;

    /**
     * @param first request; null: nobody saw it begin, because configure() did not make its chain, so it gets no token
     * @param hasBody true if the first request has one
     */
    Exchange(Border border, HttpHost target, @Nullable HttpRequest first, boolean hasBody) {
        this.border = border;
        this.begin = target;
        this.first = first;
        this.hasBody = hasBody;
    }

    /** The exchange of a fork, which goes on from here by itself. */
    Exchange(Exchange origin) {
        this(origin.border, origin.at(), origin.first, origin.hasBody);
        this.astray = origin.astray;
        this.beenAtOurs = origin.beenAtOurs;
        this.carrying = origin.carrying;
        this.lastCarried = origin.lastCarried;
    }

    /** The hold on the connection behind it: HttpClient's own, or another key ring's. */
    abstract Object inner();

    /** The exchange of a key ring's that holds a connection; null: none does. */
    static @Nullable Exchange of(Object outermost, KeyRing keyRing) {
        Object runtime = outermost;
        while (runtime instanceof Exchange) {
            Exchange exchange = (Exchange) runtime;
            if (exchange.border.keyRing() == keyRing) {
                return exchange;
            }
            runtime = exchange.inner();
        }
        return null;
    }

    private HttpHost at() {
        HttpHost target = moved;
        return target != null ? target : begin;
    }

    /** True if the request was a GET or HEAD without a body from the beginning. */
    private boolean isBare() {
        return first != null && isBare(first, hasBody);
    }

    private static boolean isBare(HttpRequest request, boolean hasBody) {
        return !hasBody
                && ("GET".equalsIgnoreCase(request.getMethod()) || "HEAD".equalsIgnoreCase(request.getMethod()));
    }

    KeyRing keyRing() {
        return border.keyRing();
    }

    /** True if the request has its token already, from a link that configure() has put in before. */
    boolean carries(HttpRequest request) {
        TokenHeader header = carried();
        return header != null && request.getFirstHeader(HttpHeaders.AUTHORIZATION) == header;
    }

    /**
     * The request to send: behind a redirect the redirected one, even where an older HttpClient tries a copy of the first
     * one again instead, there.
     */
    @SuppressWarnings("unchecked") // one exchange has requests of one kind
    <T extends HttpRequest> T hop(T request, HttpClientContext context) {
        if (lastCarried == null && !carriedNone) {
            return request; // it is the first
        }
        Hop now = Hop.of(request, first, hop, context);
        hop = now;
        return now != null ? (T) now.request() : request;
    }

    /**
     * True if a request without a token goes on changed: because it has been sent to an origin that it may not carry
     * anything to, because it carries an identity's cookies, or to be found again behind a redirect.
     */
    boolean isChanged() {
        return astray || lastCarried != null || hop != null;
    }

    /** Makes such a request what it may be here. */
    void change(AbstractMessageBuilder<?> request, HttpRoute route) {
        if (astray) {
            BareHop.credentials(route).forEach(request::removeHeaders);
            request.removeHeaders(HttpHeaders.COOKIE);
        }
        if (astray || lastCarried != null) {
            request.addHeader(PastTheCache.HEADER);
        }
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
        if (taken != null) {
            taken = null;
        }
        HttpHost from = at();
        if (!Border.sameOrigin(from, target)) {
            Border.Passage passage = passageTo(target);
            if (passage == Border.Passage.NONE) {
                throw new ProtocolException(border.notices().refusal(from, target, isBare()));
            }
            if (passage == Border.Passage.BARE) {
                astray = true;
                border.notices().warnOfBarePassage(from, target);
            }
            if (border.isOurs(from)) {
                beenAtOurs = true;
            }
            moved = target;
        }
        if (astray && !isBare(request, hasBody)) {
            throw new ProtocolException(border.notices().refusal(from, target, false));
        }
    }

    private Border.Passage passageTo(HttpHost target) {
        if (astray) {
            return border.barePassage(target, isBare());
        }
        HttpHost from = at();
        return beenAtOurs || border.isOurs(from) || border.isOurs(target)
                ? border.passage(from, target, isBare())
                : Border.Passage.WHOLE;
    }

    /** The header for a request with a token that is passed on next. */
    TokenHeader carry(BoundToken token, HttpClientContext context) {
        TokenHeader header = new TokenHeader(token);
        TokenHeader.outdate(context);
        lastCarried = header;
        if (!carrying) {
            carrying = true;
        }
        border.cookies().use(context, identity());
        Lease.own(context, token.credentials());
        return header;
    }

    /** A request without a token is passed on next. Its answer belongs to the identity that the exchange has, if any. */
    void carryNone(HttpClientContext context) {
        carrying = false;
        carriedNone = true;
        TokenHeader.outdate(context);
        if (!border.mayGetTokens(at())) {
            border.cookies().use(context, identity().abroad());
        } else if (astray) {
            border.cookies().lend(context, new BasicCookieStore());
        } else {
            border.cookies().use(context, identity());
        }
        Lease.own(context, border.keyRing().credentials());
    }

    /** The header that it carries now, even if its very request does not; null if it has none. */
    @Nullable
    TokenHeader carried() {
        return carrying ? lastCarried : null;
    }

    private Identity identity() {
        TokenHeader header = lastCarried;
        return header != null ? header.token().identity() : Identity.NOBODY;
    }

    /** The connection that the present request needs. */
    Lease lease(HttpRoute route, @Nullable Object applications, HttpClientContext context) {
        if (somebodys) {
            somebodys = false;
        }
        TokenHeader header = carried();
        Lease next = new Lease(
                border.keyRing(),
                header != null ? header.token().credentials() : border.keyRing().credentials(),
                !astray && route.isSecure() && border.mayShowCertificate(route.getTargetHost()),
                applications,
                astray ? BareHop.credentials(route) : Collections.emptyList(),
                this,
                context);
        hidden = astray || (route.isSecure() && !next.isWithCertificate());
        lease = next;
        return next;
    }

    /** An answer has arrived: now its connection's authentication is known, which a redirect makes HttpClient forget. */
    private void answered() {
        Lease leased = lease;
        if (!somebodys && leased != null && isAuthenticated(leased.context())) {
            somebodys = true;
        }
    }

    private static boolean isAuthenticated(@Nullable HttpClientContext context) {
        if (context == null) {
            return false;
        }
        for (AuthExchange authentication : context.getAuthExchanges().values()) {
            AuthScheme scheme = authentication.getAuthScheme();
            if (scheme != null && scheme.isConnectionBased() && scheme.isChallengeComplete()) {
                return true;
            }
        }
        return false;
    }

    /** True if the connection itself is authenticated, by NTLM for example: no other request may use it then. */
    boolean speaksForSomebody() {
        answered();
        return somebodys;
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
        return carrying
                ? first == null || leased == null || !leased.isTaken()
                : hidden && leased != null && !leased.isHiding();
    }

    WrongCertificateException unguarded() {
        return BorderNotices.unguarded(carrying);
    }

    /** The head of an answer has arrived. HttpClient does not see a challenge that it must not answer. */
    static void arrive(HttpResponse response, HttpRoute route, Object runtime, KeyRing keyRing) {
        if (runtime instanceof Exchange) {
            ((Exchange) runtime).answered();
        }
        Exchange exchange = of(runtime, keyRing);
        if (exchange != null && exchange.astray) {
            exchange.taken = taken(response, BareHop.challenges(route));
        }
    }

    private static List<Header> taken(HttpResponse response, List<String> names) {
        List<Header> taken = new ArrayList<>();
        for (String name : names) {
            Collections.addAll(taken, response.getHeaders(name));
            response.removeHeaders(name);
        }
        return taken;
    }

    private void giveBack(HttpResponse response) {
        List<Header> present = taken;
        if (present != null) {
            present.forEach(response::addHeader);
            taken = null;
        }
    }

    private boolean isLocationTaken() {
        List<Header> present = taken;
        return present != null && !present.isEmpty() && present.get(0).getName().equalsIgnoreCase(HttpHeaders.LOCATION);
    }

    /**
     * True if an answer refuses the token so that another one should be tried; if not, the answer is the caller's.
     *
     * @param replaced true if that token has replaced another one
     * @param repeatable true if the request can be sent again
     */
    boolean asksForAnother(HttpResponse response, TokenHeader sent, boolean replaced, boolean repeatable) {
        // A proxy that refuses a tunnel is nobody to judge the token, which it has not seen.
        return response.getCode() == HttpStatus.SC_UNAUTHORIZED
                && sent.isWritten()
                && ResourceCall.asksForAnother(
                        sent.token(),
                        at().getHostName(),
                        at().getPort(),
                        replaced,
                        challengesIn(response),
                        repeatable,
                        border.keyRing());
    }

    private static List<String> challengesIn(HttpResponse response) {
        List<String> lines = new ArrayList<>();
        for (Header line : response.getHeaders(HttpHeaders.WWW_AUTHENTICATE)) {
            if (line.getValue() != null) {
                lines.add(line.getValue());
            }
        }
        return lines;
    }

    /**
     * True if another connection is to be tried after one that was made with another certificate; else warns of it.
     *
     * @param tries the number of others that were no better
     */
    boolean mayReconnect(WrongCertificateException wrong, int tries) {
        if (!isUnguarded() && tries < MOST_RECONNECTS) {
            return true;
        }
        border.keyRing().tokenWithheld(String.valueOf(wrong.getMessage()));
        return false;
    }

    /** The answer to a request goes on, out of this link. HttpClient does not see a redirect that it must not follow. */
    void leave(HttpRequest request, HttpResponse response, HttpClientContext context) {
        PastTheCache.removeFrom(response);
        if (!isLocationTaken()) {
            giveBack(response);
        }
        if (response.getCode() == HttpStatus.SC_UNAUTHORIZED
                && !carrying
                && !(astray && border.mayGetTokens(at())) // of that passage the border warns
                && !request.containsHeader(HttpHeaders.AUTHORIZATION)) {
            border.notices().warnOfMissedToken(at(), challengesIn(response));
        }
        if (response.getCode() / 100 != 3 || isLocationTaken()) {
            return;
        }
        HttpHost from = at();
        for (Header location : response.getHeaders(HttpHeaders.LOCATION)) {
            HttpHost target = Border.targetOf(from, location.getValue());
            if (target != null && !Border.sameOrigin(from, target) && passageTo(target) == Border.Passage.NONE) {
                if (follows(context)) {
                    border.notices().warnOfRefusal(from, target, isBare());
                }
                taken = taken(response, LOCATION);
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
        border.notices().warnOfSmallFrames(at());
    }

    /** The answer is the caller's. */
    void deliver(HttpResponse response) {
        giveBack(response);
    }
}
