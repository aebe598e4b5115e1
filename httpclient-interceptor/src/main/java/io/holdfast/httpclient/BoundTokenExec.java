package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link in the classic chain: judges a request, attaches the token, and tries once more after a 401. */
final class BoundTokenExec implements ExecChainHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BoundTokenExec.class);

    private final KeyRing keyRing;
    private final AllowedOrigins origins;

    BoundTokenExec(KeyRing keyRing) {
        this.keyRing = keyRing;
        this.origins = new AllowedOrigins(keyRing.rules());
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Exchange exchange = Exchange.of(scope.execRuntime, keyRing);
        if (exchange == null) {
            Border unseen = new Border(keyRing, false);
            HttpHost target = scope.route.getTargetHost();
            return execute(
                    request,
                    ClassicBorder.watched(scope, new ClassicRuntime(scope.execRuntime, unseen, target, null)),
                    chain);
        }
        if (exchange.carries(request)) {
            return chain.proceed(request, scope);
        }
        ClassicHttpRequest hop = exchange.hop(request, scope.clientContext);
        exchange.enter(hop, hop.getEntity() != null, scope.route.getTargetHost());
        TokenRequest wanted = origins.requestFor(hop, scope.route, scope.clientContext, exchange.isAstray());
        ClassicHttpResponse response = wanted != null
                ? exchangeWithToken(wanted, exchange, hop, scope, chain)
                : exchangeWithout(exchange, hop, scope, chain);
        exchange.leave(hop, response, scope.clientContext);
        return response;
    }

    private static ClassicHttpResponse exchangeWithout(
            Exchange exchange, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        exchange.carryNone(scope.clientContext);
        if (!exchange.isChanged()) {
            return chain.proceed(request, scope);
        }
        ClassicRequestBuilder next = ClassicRequestBuilder.copy(request);
        exchange.change(next, scope.route);
        return proceed(next.build(), scope, chain);
    }

    private ClassicHttpResponse exchangeWithToken(
            TokenRequest wanted, Exchange exchange, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        BoundToken token = token(wanted);
        boolean replaced = false;
        int reconnects = 0;
        while (true) {
            TokenHeader header = exchange.carry(token, scope.clientContext);
            ClassicHttpResponse response;
            try {
                response = proceed(authorized(request, header), scope, chain);
            } catch (WrongCertificateException e) {
                scope.execRuntime.discardEndpoint();
                if (!exchange.mayReconnect(e, reconnects++)) {
                    throw e;
                }
                LOG.debug("{} {} Trying another connection.", scope.exchangeId, e.getMessage());
                token = token(wanted);
                continue;
            }
            if (!exchange.asksForAnother(response, header, replaced, repeatable(request.getEntity()))) {
                return response;
            }
            Optional<BoundToken> another = replacement(token, response, scope);
            if (!another.isPresent()) {
                return response;
            }
            LOG.debug("{} refused token {}; trying another.", scope.route.getTargetHost(), token.digest());
            leave(response, scope);
            token = another.get();
            replaced = true;
        }
    }

    private static ClassicHttpRequest authorized(ClassicHttpRequest request, TokenHeader header) {
        ClassicHttpRequest copy = header.addTo(
                new BasicClassicHttpRequest(
                        request.getMethod(), request.getScheme(), request.getAuthority(), request.getPath()),
                request);
        copy.setEntity(request.getEntity());
        return copy;
    }

    /** Inner links that start again take the request, or its headers, from the scope: they must find this one there. */
    static ClassicHttpResponse proceed(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ExecChain.Scope inner =
                new ExecChain.Scope(scope.exchangeId, scope.route, request, scope.execRuntime, scope.clientContext);
        return chain.proceed(request, inner);
    }

    /** Right before the transport: removes from the answer all that HttpClient's links further out must not see. */
    ClassicHttpResponse transport(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        boolean past = PastTheCache.removeFrom(request);
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (past) {
            response.addHeader(PastTheCache.HEADER);
        }
        Exchange.arrive(response, scope.route, scope.execRuntime, keyRing);
        return response;
    }

    private BoundToken token(TokenRequest wanted) throws NoTokenException, InterruptedIOException {
        try {
            return keyRing.token(wanted);
        } catch (TokenUnavailableException e) {
            throw new NoTokenException(e);
        }
    }

    private static boolean repeatable(@Nullable HttpEntity body) {
        return body == null || body.isRepeatable();
    }

    private Optional<BoundToken> replacement(BoundToken refused, ClassicHttpResponse response, ExecChain.Scope scope)
            throws IOException, HttpException {
        try {
            return keyRing.replacement(refused);
        } catch (IOException | RuntimeException | Error e) {
            leave(response, scope); // the caller gets this failure instead, and could close no answer
            if (e instanceof TokenUnavailableException) {
                throw new NoTokenException((TokenUnavailableException) e);
            }
            throw e;
        }
    }

    /** Gives the answer's connection up unread: its body may be endless, and the server may close it anyway. */
    private static void leave(ClassicHttpResponse response, ExecChain.Scope scope) {
        scope.execRuntime.discardEndpoint();
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug(
                    "{} closing a refused request: {}",
                    scope.exchangeId,
                    e.getClass().getName());
        }
    }

    @Override
    public String toString() {
        return keyRing.toString();
    }
}
