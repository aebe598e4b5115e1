package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * One request with a token through the asynchronous chain, tried again if need be. Nothing waits here: what comes after a
 * token is done by the thread that got it.
 */
final class AsyncTokenExchange {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncTokenExchange.class);

    private final KeyRing keyRing;
    private final TokenRound round;
    private final HttpRequest request;
    private final @Nullable AsyncEntityProducer body;
    private final AsyncExecChain.Scope scope;
    private final AsyncExecChain chain;
    private final AsyncExecCallback caller;

    AsyncTokenExchange(
            KeyRing keyRing,
            TokenRound round,
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback caller) {
        this.keyRing = keyRing;
        this.round = round;
        this.request = request;
        this.body = body;
        this.scope = scope;
        this.chain = chain;
        this.caller = caller;
    }

    /** Gets the token and sends the request with it. */
    void begin() {
        then(keyRing.tokenLater(round.wanted()), this::send);
    }

    private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
        CompletionStage<T> unused = stage.whenComplete((value, failure) -> {
            if (failure != null) {
                fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else if (scope.cancellableDependency.isCancelled()) {
                caller.failed(new InterruptedIOException("The request was cancelled."));
            } else {
                next.accept(value);
            }
        });
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
        TokenHeader header = round.sendWith(token);
        Answer answer = new Answer(header);
        try {
            HttpRequest copy = new BasicHttpRequest(
                    request.getMethod(), request.getScheme(), request.getAuthority(), request.getPath());
            proceed(header.addTo(copy, request), body, scope, chain, answer);
        } catch (HttpException | IOException | RuntimeException | Error e) { // this may be nobody's thread
            if (!answer.over.getAndSet(true)) {
                fail(e);
            }
        }
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

    private boolean repeatable() {
        return body == null || body.isRepeatable();
    }

    private void sendAgain(Answer refused, CompletionStage<Optional<BoundToken>> replacement) {
        if (body != null) {
            body.releaseResources(); // it begins anew
        }
        then(replacement, another -> {
            if (another.isPresent()) {
                LOG.debug("{} refused token {}; trying another.", scope.route.getTargetHost(), refused.token.digest());
                send(another.get());
            } else {
                refused.giveToCaller();
            }
        });
    }

    /** The answer to one token. */
    private final class Answer implements AsyncExecCallback {
        private final TokenHeader sent;
        private final BoundToken token;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile @Nullable HttpResponse refusal;
        private volatile @Nullable CompletionStage<Optional<BoundToken>> replacement;

        Answer(TokenHeader sent) {
            this.sent = sent;
            this.token = sent.token();
        }

        @Override
        public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails details)
                throws HttpException, IOException {
            if (!round.asksForAnother(response, sent, repeatable())) {
                return caller.handleResponse(response, details);
            }
            CompletableFuture<Optional<BoundToken>> another =
                    round.replacementLater(token).toCompletableFuture();
            if (another.isDone()
                    && !another.isCompletedExceptionally()
                    && !another.join().isPresent()) {
                return caller.handleResponse(response, details);
            }
            refusal = response;
            replacement = another;
            if (body == null && details == null) {
                return null;
            }
            if (body == null && isHttp2(response)) {
                return new DiscardedBody(); // others may be sharing the connection
            }
            // The request may still be on its way, and the body may be endless: the connection is given up.
            throw new HttpStreamResetException("The token was refused; this answer is not read.");
        }

        private boolean isHttp2(HttpResponse response) {
            ProtocolVersion version = response.getVersion();
            return version != null && version.greaterEquals(HttpVersion.HTTP_2);
        }

        /** Without its body, which is gone. */
        private void giveToCaller() {
            HttpResponse response = refusal;
            if (response == null) {
                return;
            }
            try {
                caller.handleResponse(response, null);
                caller.completed();
            } catch (HttpException | IOException | RuntimeException | Error e) { // this may be nobody's thread
                fail(e);
            }
        }

        @Override
        public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
            caller.handleInformationResponse(response);
        }

        @Override
        public void completed() {
            CompletionStage<Optional<BoundToken>> another = replacement;
            if (over.getAndSet(true)) {
                return;
            }
            if (another == null) {
                caller.completed();
            } else {
                scope.execRuntime.releaseEndpoint();
                sendAgain(this, another);
            }
        }

        @Override
        public void failed(Exception cause) {
            CompletionStage<Optional<BoundToken>> another = replacement;
            if (over.getAndSet(true)) {
                return;
            }
            if (another != null) {
                scope.execRuntime.discardEndpoint();
                sendAgain(this, another);
            } else if (cause instanceof WrongCertificateException
                    && round.mayReconnect((WrongCertificateException) cause)) {
                LOG.debug("{} {} Trying another connection.", scope.exchangeId, cause.getMessage());
                scope.execRuntime.discardEndpoint();
                begin();
            } else {
                if (cause instanceof H2StreamResetException
                        && ((H2StreamResetException) cause).getCode() == H2Error.ENHANCE_YOUR_CALM.getCode()) {
                    round.warnOfSmallFrames();
                }
                caller.failed(cause);
            }
        }
    }
}
