package io.holdfast.httpclient4;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.exchange.IdentityStores;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.Identity;
import io.holdfast.keyring.token.TokenUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpException;
import org.apache.http.HttpHeaders;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.ProtocolException;
import org.apache.http.client.CookieStore;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpExecutionAware;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.BasicCookieStore;
import org.apache.http.impl.execchain.ClientExecChain;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link in the chain: judges a request, attaches the token, and tries once more after a 401. */
final class TokenExec implements ClientExecChain {
    private static final Logger LOG = LoggerFactory.getLogger(TokenExec.class);

    /** The context's attribute with the {@link BoundToken} of the request that was sent last. */
    private static final String TOKEN = "io.holdfast.bound-token";

    /** The context's attribute with the token that has been written: without it, an answer is a proxy's. */
    private static final String WRITTEN = "io.holdfast.written-token";

    private final ClientExecChain chain;
    private final KeyRing keyRing;
    private final Timeouts timeouts;
    private final IdentityStores<CookieStore> cookies = new IdentityStores<>(BasicCookieStore::new);

    TokenExec(ClientExecChain chain, KeyRing keyRing, Timeouts timeouts) {
        this.chain = chain;
        this.keyRing = keyRing;
        this.timeouts = timeouts;
    }

    static @Nullable BoundToken tokenIn(HttpContext context) {
        Object token = context.getAttribute(TOKEN);
        return token instanceof BoundToken ? (BoundToken) token : null;
    }

    /** The token of a context is being written to a connection of its certificate. */
    static void write(BoundToken token, HttpContext context) {
        context.setAttribute(WRITTEN, token);
    }

    @Override
    public CloseableHttpResponse execute(
            HttpRoute route, HttpRequestWrapper request, HttpClientContext context, HttpExecutionAware aware)
            throws IOException, HttpException {
        OwnOriginRedirects.require(keyRing, route.getTargetHost(), context);
        ResourceCall call = callOf(route, request);
        CookieStore known = context.getCookieStore();
        Header[] own = request.getAllHeaders();
        boolean authorized = request.containsHeader(HttpHeaders.AUTHORIZATION);
        RequestConfig config = context.getRequestConfig();
        timeouts.bound(context);
        try {
            if (call != null) {
                return sendWithToken(call, own, known, route, request, context, aware);
            }
            context.removeAttribute(TOKEN);
            boolean allowed = route.isSecure() && isAllowed(route);
            GenerationSocketFactory.use(context, allowed ? keyRing.credentials() : null);
            useCookies(context, known, allowed ? Identity.NOBODY : Identity.NOBODY.abroad());
            CloseableHttpResponse response = chain.execute(route, request, context, aware);
            if (response.getStatusLine().getStatusCode() == HttpStatus.SC_UNAUTHORIZED && !authorized) {
                HttpHost server = route.getTargetHost();
                ResourceCall.answeredWithoutToken(
                        server.getSchemeName(), server.getHostName(), server.getPort(), challenges(response), keyRing);
            }
            return response;
        } finally {
            request.setHeaders(own); // a redirected request is made of this one
            context.setCookieStore(known);
            context.setRequestConfig(config);
        }
    }

    private @Nullable ResourceCall callOf(HttpRoute route, HttpRequestWrapper request) throws ProtocolException {
        boolean secure = route.isSecure() && (route.getProxyHost() == null || route.isTunnelled());
        HttpHost server = route.getTargetHost();
        try {
            return ResourceCall.to(
                    secure ? "https" : "http",
                    server.getHostName(),
                    server.getPort(),
                    request.getURI() != null ? request.getURI().getRawPath() : null,
                    request.containsHeader(HttpHeaders.AUTHORIZATION),
                    keyRing);
        } catch (java.net.ProtocolException e) {
            throw new ProtocolException(e.getMessage(), e); // nobody tries it again
        }
    }

    private boolean isAllowed(HttpRoute route) {
        return keyRing.rules()
                .nameOrigin(
                        route.getTargetHost().getHostName(),
                        route.getTargetHost().getPort());
    }

    private void useCookies(HttpClientContext context, @Nullable CookieStore known, Identity identity) {
        if (known != null) {
            context.setCookieStore(cookies.of(identity, known));
        }
    }

    private CloseableHttpResponse sendWithToken(
            ResourceCall call,
            Header[] own,
            @Nullable CookieStore known,
            HttpRoute route,
            HttpRequestWrapper request,
            HttpClientContext context,
            HttpExecutionAware aware)
            throws IOException, HttpException {
        BoundToken token = tokenFor(call);
        while (true) {
            request.setHeaders(own);
            request.setHeader(HttpHeaders.AUTHORIZATION, token.authorization());
            context.setAttribute(TOKEN, token);
            context.removeAttribute(WRITTEN);
            GenerationSocketFactory.use(context, token.credentials());
            useCookies(context, known, token.identity());
            CloseableHttpResponse response = chain.execute(route, request, context, aware);
            int status = response.getStatusLine().getStatusCode();
            if (status != HttpStatus.SC_UNAUTHORIZED // whose challenges alone are worth reading
                    || context.getAttribute(WRITTEN) != token
                    || !call.asksForAnother(token, status, challenges(response), isRepeatable(request))) {
                return response;
            }
            Optional<BoundToken> another = replacement(call, token, response);
            if (!another.isPresent()) {
                return response;
            }
            LOG.debug("{} refused token {}; trying another.", route.getTargetHost(), token.digest());
            leave(response);
            token = another.get();
        }
    }

    private static BoundToken tokenFor(ResourceCall call) throws IOException, HttpException {
        try {
            return call.token();
        } catch (TokenUnavailableException e) {
            throw new NoTokenException(e);
        }
    }

    private static Optional<BoundToken> replacement(
            ResourceCall call, BoundToken refused, CloseableHttpResponse response) throws IOException, HttpException {
        boolean asked = false;
        try {
            Optional<BoundToken> another = call.replacement(refused);
            asked = true;
            return another;
        } catch (TokenUnavailableException e) {
            throw new NoTokenException(e);
        } finally {
            if (!asked) {
                leave(response); // the caller gets the failure instead, and could close no answer
            }
        }
    }

    private static List<String> challenges(HttpResponse response) {
        List<String> lines = new ArrayList<>();
        for (Header line : response.getHeaders(HttpHeaders.WWW_AUTHENTICATE)) {
            if (line.getValue() != null) {
                lines.add(line.getValue());
            }
        }
        return lines;
    }

    private static boolean isRepeatable(HttpRequestWrapper request) {
        HttpEntity body = request instanceof HttpEntityEnclosingRequest
                ? ((HttpEntityEnclosingRequest) request).getEntity()
                : null;
        return body == null || body.isRepeatable();
    }

    /** Gives the answer's connection up unread: its body may be endless, and the server may close it anyway. */
    private static void leave(CloseableHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug("Closing a refused request: {}", e.getClass().getName());
        }
    }

    @Override
    public String toString() {
        return keyRing.toString();
    }
}
