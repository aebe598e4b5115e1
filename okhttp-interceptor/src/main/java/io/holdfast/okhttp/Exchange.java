package io.holdfast.okhttp;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.Redirects;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.text.HostName;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.util.Arrays;
import okhttp3.CacheControl;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One call of the application with all its redirects: the knowledge that both interceptors share. It goes along as the
 * requests' tag. Used by one thread after another.
 */
final class Exchange {
    private static final String AUTHORIZATION = "Authorization";
    private static final String COOKIE = "Cookie";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final int UNAUTHORIZED = 401;
    private static final String LOCATION = "Location";

    private final KeyRing keyRing;
    private final Request request;
    private HttpUrl at;
    private boolean authorizedByApplication;
    private boolean connected;
    private boolean pastTheCache;
    private @Nullable ResourceCall call;
    private @Nullable BoundToken replacement;
    private @Nullable BoundToken token;
    private @Nullable Headers hidden;
    private boolean watched;
    private boolean answered;
    private boolean hasCookies;
    private @Nullable CredentialGeneration cookiesOf;

    Exchange(KeyRing keyRing, Request request) {
        this.keyRing = keyRing;
        this.request = request;
        this.at = request.url();
        this.authorizedByApplication = request.header(AUTHORIZATION) != null;
    }

    /**
     * The request as it is passed on. Its token is fetched now, so that no connection is held meanwhile.
     *
     * @throws ProtocolException if it would go without TLS to the host of an allowed origin
     */
    Request begin() throws IOException {
        Request.Builder next = request.newBuilder().tag(Exchange.class, this);
        ResourceCall first = callOf(request);
        if (first != null) {
            requireNoWebSocket();
            call = first;
            first.token();
        }
        if (!isWebSocket() && mayGetToken()) {
            pastTheCache = true;
            CacheControl.Builder past = new CacheControl.Builder().noStore();
            if (request.cacheControl().onlyIfCached()) {
                past.onlyIfCached(); // OkHttp answers 504 by itself, and sends nothing
            }
            next.cacheControl(past.build());
        }
        return next.build();
    }

    /**
     * True if a token may go with one of the hops. OkHttp looks into its cache before a hop is known here, and knows no
     * identities. Where redirects between origins are allowed, strangers may lead to the first of the two.
     */
    private boolean mayGetToken() {
        HttpUrl first = request.url();
        return (first.isHttps() && keyRing.rules().nameOrigin(first.host(), first.port()))
                || keyRing.rules().nameRedirects();
    }

    /** OkHttp has no network interceptors for WebSockets, so nobody could attach the token and compare the certificates. */
    private void requireNoWebSocket() throws ProtocolException {
        if (isWebSocket()) {
            throw new ProtocolException("The WebSocket to " + serverOf(request.url())
                    + " was not opened: it would go without a token. Give its request the header Authorization"
                    + " yourself, with keyRing.token(...).authorization().");
        }
    }

    private boolean isWebSocket() {
        return "websocket".equalsIgnoreCase(request.header("Upgrade"));
    }

    /**
     * True for a WebSocket of a client whose cookie jar was replaced after configure(): its redirects were not checked.
     * Known once an answer is there.
     */
    boolean isUnwatchedWebSocket() {
        return isWebSocket() && !watched;
    }

    /**
     * The next hop begins. OkHttp takes the application's Authorization off where it leaves a server, for good.
     *
     * @return the reason not to go there; null: none
     */
    @Nullable
    ProtocolException goTo(HttpUrl next) {
        watched = true;
        if (isWebSocket() && !Redirects.follow(keyRing, serverOf(at), serverOf(next))) {
            return new ProtocolException("The WebSocket was not opened: " + serverOf(at) + " redirected it to "
                    + serverOf(next)
                    + ", which was not followed, because one of the two may see the client's certificate."
                    + " Open it at the address that it is meant for, or name the two with allowRedirect(...).");
        }
        authorizedByApplication = authorizedByApplication
                && at.scheme().equals(next.scheme())
                && at.host().equals(next.host())
                && at.port() == next.port();
        at = next;
        return null;
    }

    /** The cookies of the next hop are those of these credentials; there may be none. */
    void takeCookiesOf(CredentialGeneration credentials, boolean any) {
        cookiesOf = credentials;
        hasCookies = any;
    }

    /** The credentials whose cookies the present hop has; null: the client keeps none. */
    @Nullable
    CredentialGeneration cookiesOf() {
        return cookiesOf;
    }

    /** True if the present hop has the application's own Authorization, and no token. */
    boolean isAuthorizedByApplication() {
        return authorizedByApplication;
    }

    private @Nullable ResourceCall callOf(Request hop) throws ProtocolException {
        HttpUrl url = hop.url();
        return ResourceCall.to(
                url.scheme(), url.host(), url.port(), url.encodedPath(), hop.header(AUTHORIZATION) != null, keyRing);
    }

    static URI serverOf(HttpUrl url) {
        return URI.create(url.scheme() + "://" + HostName.inUri(url.host()) + ":" + url.port());
    }

    /** The request to send to the server of one hop. */
    Request hop(Request hop) throws IOException {
        connected = true;
        hidden = null;
        Request.Builder next = hop.newBuilder();
        if (pastTheCache) {
            String own = request.header(CACHE_CONTROL);
            if (own != null) {
                next.header(CACHE_CONTROL, own);
            } else {
                next.removeHeader(CACHE_CONTROL);
            }
        }
        ResourceCall now = callOf(hop);
        if (now == null) {
            token = null;
            return next.build();
        }
        ResourceCall before = call;
        if (before == null || !before.wanted().equals(now.wanted())) {
            call = now;
            before = now;
        }
        BoundToken given = replacement;
        BoundToken sent = given != null && given.request().equals(before.wanted()) ? given : before.token();
        replacement = null;
        token = sent;
        keepCookiesOf(sent.credentials(), next);
        return next.header(AUTHORIZATION, sent.authorization()).build();
    }

    /** Others may be in use than when the cookies were chosen, which nobody has given a cookie yet. */
    private void keepCookiesOf(CredentialGeneration credentials, Request.Builder hop) {
        if (cookiesOf != null && cookiesOf != credentials) {
            if (hasCookies) {
                hop.removeHeader(COOKIE);
            }
            cookiesOf = credentials;
        }
    }

    /** The token that went with the last hop; null: none did. */
    @Nullable
    BoundToken token() {
        return token;
    }

    /** The answer to one hop. OkHttp does not see a redirect that it must not follow, and so keeps none without Location. */
    Response arrive(Request hop, Response response) {
        answered = true;
        HttpUrl at = hop.url();
        if (response.code() == UNAUTHORIZED && hop.header(AUTHORIZATION) == null) {
            ResourceCall.answeredWithoutToken(at.scheme(), at.host(), at.port(), response.headers(CHALLENGE), keyRing);
        }
        String location = response.header(LOCATION);
        if (response.code() / 100 != 3 || location == null) {
            return response;
        }
        HttpUrl to = at.resolve(location);
        if (to == null || Redirects.follow(keyRing, serverOf(at), serverOf(to))) {
            return response;
        }
        hidden = response.headers();
        return response.newBuilder()
                .removeHeader(LOCATION)
                .header(CACHE_CONTROL, "no-store")
                .build();
    }

    boolean asksForAnother(Response response, boolean repeatable) {
        ResourceCall present = call;
        BoundToken sent = token;
        return present != null
                && sent != null
                && present.asksForAnother(sent, response.code(), response.headers(CHALLENGE), repeatable);
    }

    /** True if there is another token in place of a refused one. */
    boolean replaceToken(BoundToken refused) throws IOException {
        ResourceCall present = call;
        replacement = present != null ? present.replacement(refused).orElse(null) : null;
        return replacement != null;
    }

    /** False if no connection could be had, so that nothing was sent. */
    boolean hasConnected() {
        return connected;
    }

    /** A request begins, from its first server. */
    void beginFrom(Request first) {
        at = first.url();
        authorizedByApplication = first.header(AUTHORIZATION) != null;
        answered = false;
    }

    /**
     * True if a request may begin again after a connection that was wrong: a server that has answered by a redirect may
     * have acted on it.
     */
    boolean mayBeginAgain(Request first) {
        return !answered || (first.body() == null && ("GET".equals(first.method()) || "HEAD".equals(first.method())));
    }

    /** The connection was wrong: perhaps the token is too, because other credentials are in use. */
    void connectAgain() {
        connected = false;
        replacement = null;
    }

    /** The answer is the caller's. */
    Response deliver(Response response) {
        Headers received = hidden;
        if (received == null) {
            return response;
        }
        Response.Builder whole = response.newBuilder().removeHeader(CACHE_CONTROL);
        for (String name : Arrays.asList(LOCATION, CACHE_CONTROL)) {
            received.values(name).forEach(value -> whole.addHeader(name, value));
        }
        return whole.build();
    }

    /** Nothing of the token. */
    @Override
    public String toString() {
        return "Exchange[" + request.method() + " " + request.url().redact() + "]";
    }
}
