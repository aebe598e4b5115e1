package io.holdfast.httpclient;

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
        Exchange exchange = WatchedRuntime.exchangeOf(scope.execRuntime, keyRing);
        if (exchange == null) {
            Exchange unseen = Exchange.unseen(keyRing, scope.route.getTargetHost());
            return execute(request, ClassicBorder.watched(scope, unseen), chain);
        }
        if (exchange.carries(request)) {
            return chain.proceed(request, scope);
        }
        exchange.enter(request, request.getEntity() != null, scope.route.getTargetHost());
        TokenRound round = TokenRound.begin(keyRing, origins, request, scope.route, scope.clientContext, exchange);
        ClassicHttpResponse response;
        if (round != null) {
            response = exchangeWithToken(round, request, scope, chain);
        } else if (exchange.isChanged()) {
            ClassicRequestBuilder next = ClassicRequestBuilder.copy(request);
            exchange.change(next, scope.route);
            response = proceed(next.build(), scope, chain);
        } else {
            response = chain.proceed(request, scope);
        }
        PastTheCache.removeFrom(response);
        exchange.leave(request, response, scope.clientContext);
        return response;
    }

    private ClassicHttpResponse exchangeWithToken(
            TokenRound round, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        BoundToken token = token(round);
        while (true) {
            TokenHeader header = round.sendWith(token);
            ClassicHttpResponse response;
            try {
                response = proceed(authorized(request, header), scope, chain);
            } catch (WrongCertificateException e) {
                scope.execRuntime.discardEndpoint();
                if (!round.mayReconnect(e)) {
                    throw e;
                }
                LOG.debug("{} {} Trying another connection.", scope.exchangeId, e.getMessage());
                token = token(round);
                continue;
            }
            if (!round.asksForAnother(response, header, repeatable(request.getEntity()))) {
                return response;
            }
            Optional<BoundToken> another = replacement(round, token, response, scope);
            if (!another.isPresent()) {
                return response;
            }
            LOG.debug("{} refused token {}; trying another.", scope.route.getTargetHost(), token.digest());
            leave(response, scope);
            token = another.get();
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
        WatchedRuntime.arrive(response, scope.route, scope.execRuntime, keyRing);
        return response;
    }

    private BoundToken token(TokenRound round) throws NoTokenException, InterruptedIOException {
        try {
            return keyRing.token(round.wanted());
        } catch (TokenUnavailableException e) {
            throw new NoTokenException(e);
        }
    }

    private static boolean repeatable(@Nullable HttpEntity body) {
        return body == null || body.isRepeatable();
    }

    private static Optional<BoundToken> replacement(
            TokenRound round, BoundToken refused, ClassicHttpResponse response, ExecChain.Scope scope)
            throws IOException, HttpException {
        try {
            return round.replacement(refused);
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
