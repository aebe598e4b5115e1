package io.holdfast.javahttp;

import io.holdfast.keyring.exchange.ConnectionCheck;
import io.holdfast.keyring.exchange.ResourceCall;
import io.holdfast.keyring.token.BoundToken;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request with a token, and perhaps a second time with another.
 *
 * @param <T> the caller's type for a body
 */
final class TokenExchange<T> {
    private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);

    /** The time for the body of a refusal where the request has none of its own: its head came in time. */
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(5);

    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final ResourceCall call;
    private final GenerationClients clients;
    private final CompletableFuture<HttpResponse<T>> result = new CompletableFuture<>();
    private volatile @Nullable RefusedBody refusal;

    TokenExchange(HttpRequest request, BodyHandler<T> handler, ResourceCall call, GenerationClients clients) {
        this.request = request;
        this.handler = handler;
        this.call = call;
        this.clients = clients;
    }

    HttpResponse<T> send() throws IOException, InterruptedException {
        BoundToken token = call.token();
        while (true) {
            HttpResponse<Body<T>> response;
            try {
                response = clients.of(token).send(new AuthorizedRequest(request, token), deciding(token));
            } catch (IOException e) {
                IOException broken = brokenOff();
                if (broken == null) {
                    throw explained(token, e);
                }
                token = inPlaceOf(token).orElseThrow(() -> broken);
                continue;
            }
            if (!response.body().isRefusal()) {
                return new Answer<>(request, response, response.body().delivered());
            }
            Optional<BoundToken> another = inPlaceOf(token);
            if (another.isEmpty()) {
                return new Answer<>(request, response, get(response.body().deliverTo(handler)));
            }
            token = another.get();
        }
    }

    private Optional<BoundToken> inPlaceOf(BoundToken refused) throws IOException {
        Optional<BoundToken> another = call.replacement(refused);
        another.ifPresent(next -> logRefusal(refused));
        return another;
    }

    /** The failure to read a refusal that was broken off; null if the answer is none. */
    private @Nullable IOException brokenOff() {
        RefusedBody body = refusal;
        return body != null ? body.brokenOff() : null;
    }

    private static <B> B get(CompletionStage<B> body) throws IOException {
        try {
            return body.toCompletableFuture().join(); // the bytes are all there
        } catch (CompletionException e) {
            throw new IOException("The body of a refused request could not be read.", e.getCause());
        }
    }

    CompletableFuture<HttpResponse<T>> sendLater() {
        then(call.tokenLater(), this::sendLater);
        return result;
    }

    private void sendLater(BoundToken token) {
        if (result.isDone()) {
            return; // given up
        }
        CompletableFuture<HttpResponse<Body<T>>> exchange =
                clients.of(token).sendAsync(new AuthorizedRequest(request, token), deciding(token));
        CompletableFuture<Void> unused = result.handle((response, failure) -> {
            exchange.cancel(true); // of use only if the caller has given up
            return null;
        });
        then(exchange, response -> answered(token, response), failure -> failed(token, failure));
    }

    private void answered(BoundToken token, HttpResponse<Body<T>> response) {
        if (response.body().isRefusal()) {
            then(call.replacementLater(token), another -> {
                if (another.isPresent()) {
                    repeat(token, another.get());
                } else {
                    then(
                            response.body().deliverTo(handler),
                            body -> result.complete(new Answer<>(request, response, body)));
                }
            });
        } else {
            result.complete(new Answer<>(request, response, response.body().delivered()));
        }
    }

    private void failed(BoundToken token, Throwable failure) {
        IOException broken = brokenOff();
        if (broken == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            IOException explained = cause instanceof IOException ? explained(token, (IOException) cause) : null;
            result.completeExceptionally(explained != null && explained != cause ? explained : failure);
            return;
        }
        then(call.replacementLater(token), another -> {
            if (another.isPresent()) {
                repeat(token, another.get());
            } else {
                result.completeExceptionally(broken);
            }
        });
    }

    /** The JDK gives up reading when it can no longer write, and with that it loses the server's alert. */
    private IOException explained(BoundToken token, IOException e) {
        return String.valueOf(e.getMessage()).contains("received no bytes")
                ? ConnectionCheck.explained(
                        e, request.uri().getHost(), request.uri().getPort(), token)
                : e;
    }

    private void repeat(BoundToken refused, BoundToken another) {
        logRefusal(refused);
        sendLater(another);
    }

    private <S> void then(CompletionStage<S> stage, Consumer<S> next) {
        then(stage, next, result::completeExceptionally);
    }

    private <S> void then(CompletionStage<S> stage, Consumer<S> next, Consumer<Throwable> failing) {
        CompletionStage<Void> unused = stage.handle((value, failure) -> {
            try {
                if (failure != null) {
                    failing.accept(failure instanceof CompletionException ? failure.getCause() : failure);
                } else {
                    next.accept(value);
                }
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
            return null;
        });
    }

    private void logRefusal(BoundToken token) {
        LOG.debug("{} refused token {}; trying another.", request.uri().getAuthority(), token.digest());
    }

    /** Leaves an answer to the caller's handler, unless it refuses the token so that another one should be tried. */
    private BodyHandler<Body<T>> deciding(BoundToken sent) {
        refusal = null;
        return info -> call.asksForAnother(
                        sent, info.statusCode(), info.headers().allValues("WWW-Authenticate"), isRepeatable())
                ? BodySubscribers.mapping(refusal(), bytes -> new Body<T>(null, info, bytes))
                : BodySubscribers.mapping(handler.apply(info), body -> new Body<>(body, info, null));
    }

    private RefusedBody refusal() {
        RefusedBody body = new RefusedBody(request.timeout().orElse(LONGEST_REFUSAL));
        refusal = body;
        return body;
    }

    private boolean isRepeatable() {
        return request.bodyPublisher().map(RepeatableBody::is).orElse(true);
    }

    /** The outcome of a body: it went to the caller's handler, or it is that of a refusal. */
    private static final class Body<T> {
        private final @Nullable T delivered;
        private final ResponseInfo info;
        private final byte @Nullable [] refusal;

        Body(@Nullable T delivered, ResponseInfo info, byte @Nullable [] refusal) {
            this.delivered = delivered;
            this.info = info;
            this.refusal = refusal;
        }

        boolean isRefusal() {
            return refusal != null;
        }

        @Nullable
        T delivered() {
            return delivered;
        }

        /** The refusal is the caller's after all. */
        CompletionStage<T> deliverTo(BodyHandler<T> handler) {
            BodySubscriber<T> subscriber = handler.apply(info);
            RefusedBody.publish(refusal != null ? refusal : new byte[0], subscriber);
            return subscriber.getBody();
        }
    }
}
