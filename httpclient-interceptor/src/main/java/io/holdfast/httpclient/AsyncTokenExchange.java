package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sending of a request with a token through the asynchronous chain, to which it is the caller; another try is
 * another one, as this one's connection may fail late. Nothing waits here: what comes after a token is done by the thread
 * that got it.
 */
final class AsyncTokenExchange implements AsyncExecCallback {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncTokenExchange.class);

    private final Exchange exchange;
    private final HttpRequest request;
    private final @Nullable AsyncEntityProducer body;
    private final AsyncExecChain.Scope scope;
    private final AsyncExecChain chain;
    private final AsyncExecCallback caller;
    private final boolean replaced;
    private final byte reconnects; // of a few at most
    private volatile @Nullable TokenHeader sent;
    private volatile @Nullable Refusal refusal;
    private boolean over; // guarded by this

    AsyncTokenExchange(
            Exchange exchange,
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback caller) {
        this.exchange = exchange;
        this.request = request;
        this.body = body;
        this.scope = scope;
        this.chain = chain;
        this.caller = caller;
        this.replaced = false;
        this.reconnects = 0;
    }

    /** The next try. */
    private AsyncTokenExchange(AsyncTokenExchange earlier, boolean replaced, byte reconnects) {
        this.exchange = earlier.exchange;
        this.request = earlier.request;
        this.body = earlier.body;
        this.scope = earlier.scope;
        this.chain = earlier.chain;
        this.caller = earlier.caller;
        this.replaced = replaced;
        this.reconnects = reconnects;
    }

    /** Gets the token and sends the request with it. */
    void begin(TokenRequest wanted) {
        CompletableFuture<BoundToken> token =
                exchange.keyRing().tokenLater(wanted).toCompletableFuture();
        if (token.isDone() && !token.isCompletedExceptionally()) {
            send(token.join());
        } else {
            then(token, this::send);
        }
    }

    private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
        CompletionStage<T> unused = stage.whenComplete((value, failure) -> {
            if (failure != null) {
                fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else if (!isCancelled()) {
                next.accept(value);
            }
        });
    }

    private boolean isCancelled() {
        if (scope.cancellableDependency.isCancelled()) {
            caller.failed(new InterruptedIOException("The request was cancelled."));
            return true;
        }
        return false;
    }

    private void fail(Throwable failure) {
        if (failure instanceof TokenUnavailableException) {
            caller.failed(new NoTokenException((TokenUnavailableException) failure));
            return;
        }
        caller.failed(
                failure instanceof Exception
                        ? (Exception) failure
                        : new IllegalStateException(failure.toString(), failure));
    }

    private void send(BoundToken token) {
        if (isCancelled()) {
            return;
        }
        TokenHeader header = exchange.carry(token, scope.clientContext);
        sent = header;
        try {
            HttpRequest copy = new BasicHttpRequest(
                    request.getMethod(), request.getScheme(), request.getAuthority(), request.getPath());
            proceed(header.addTo(copy, request), body, scope, chain, this);
        } catch (HttpException | IOException | RuntimeException | Error e) { // this may be nobody's thread
            if (!ended()) {
                fail(e);
            }
        }
    }

    /** Ends this try. True if it had ended before: then the next one is on its way, or the caller knows the outcome. */
    private synchronized boolean ended() {
        boolean before = over;
        over = true;
        return before;
    }

    /** Inner links that start again take the request, or its headers, from the scope: they must find this one there. */
    static void proceed(
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        AsyncExecChain.Scope inner = new AsyncExecChain.Scope(
                scope.exchangeId,
                scope.route,
                request,
                scope.cancellableDependency,
                scope.clientContext,
                scope.execRuntime,
                scope.scheduler,
                scope.execCount);
        chain.proceed(request, body, inner, callback);
    }

    @Override
    public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
            throws HttpException, IOException {
        TokenHeader header = sent;
        boolean repeatable = body == null || body.isRepeatable();
        if (header == null || !exchange.asksForAnother(response, header, replaced, repeatable)) {
            return deliver(response, details);
        }
        CompletableFuture<Optional<BoundToken>> another =
                exchange.keyRing().replacementLater(header.token()).toCompletableFuture();
        if (another.isDone()
                && !another.isCompletedExceptionally()
                && !another.join().isPresent()) {
            return deliver(response, details);
        }
        refusal = new Refusal(response, header, another);
        if (body == null && details == null) {
            return null;
        }
        if (body == null && isHttp2(response)) {
            return new DiscardedBody(); // others may be sharing the connection
        }
        // The request may still be on its way, and the body may be endless: the connection is given up.
        throw new HttpStreamResetException("The token was refused; this answer is not read.");
    }

    private @Nullable AsyncDataConsumer deliver(HttpResponse response, @Nullable EntityDetails details)
            throws HttpException, IOException {
        exchange.leave(request, response, scope.clientContext);
        return caller.handleResponse(response, details);
    }

    private static boolean isHttp2(HttpResponse response) {
        ProtocolVersion version = response.getVersion();
        return version != null && version.greaterEquals(HttpVersion.HTTP_2);
    }

    @Override
    public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
        caller.handleInformationResponse(response);
    }

    @Override
    public void completed() {
        Refusal refused = refusal;
        if (ended()) {
            return;
        }
        if (refused == null) {
            caller.completed();
        } else {
            scope.execRuntime.releaseEndpoint();
            sendAgain(refused);
        }
    }

    @Override
    public void failed(Exception cause) {
        Refusal refused = refusal;
        TokenHeader header = sent;
        if (ended()) {
            return;
        }
        if (refused != null) {
            scope.execRuntime.discardEndpoint();
            sendAgain(refused);
        } else if (cause instanceof WrongCertificateException
                && header != null
                && exchange.mayReconnect((WrongCertificateException) cause, reconnects)) {
            LOG.debug("{} {} Trying another connection.", scope.exchangeId, cause.getMessage());
            scope.execRuntime.discardEndpoint();
            new AsyncTokenExchange(this, replaced, (byte) (reconnects + 1))
                    .begin(header.token().request());
        } else {
            if (cause instanceof H2StreamResetException
                    && ((H2StreamResetException) cause).getCode() == H2Error.ENHANCE_YOUR_CALM.getCode()) {
                exchange.warnOfSmallFrames();
            }
            caller.failed(cause);
        }
    }

    private void sendAgain(Refusal refused) {
        if (body != null) {
            body.releaseResources(); // it begins anew
        }
        then(refused.replacement, another -> {
            if (another.isPresent()) {
                LOG.debug(
                        "{} refused token {}; trying another.",
                        scope.route.getTargetHost(),
                        refused.header.token().digest());
                new AsyncTokenExchange(this, true, reconnects).send(another.get());
            } else {
                giveToCaller(refused.response);
            }
        });
    }

    /** Without its body, which is gone. */
    private void giveToCaller(HttpResponse response) {
        try {
            deliver(response, null);
            caller.completed();
        } catch (HttpException | IOException | RuntimeException | Error e) { // this may be nobody's thread
            fail(e);
        }
    }

    /** An answer that refuses the token, and the token that is to replace it. */
    private static final class Refusal {
        private final HttpResponse response;
        private final TokenHeader header;
        private final CompletionStage<Optional<BoundToken>> replacement;

        Refusal(HttpResponse response, TokenHeader header, CompletionStage<Optional<BoundToken>> replacement) {
            this.response = response;
            this.header = header;
            this.replacement = replacement;
        }
    }
}
