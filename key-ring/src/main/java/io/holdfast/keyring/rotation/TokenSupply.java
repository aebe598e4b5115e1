package io.holdfast.keyring.rotation;

import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.token.BoundToken;
import io.holdfast.keyring.token.TokenUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the generation in use, whichever that is, and what is done when one cannot be had or is refused: perhaps the
 * key store holds other credentials already. Safe for use by several threads. Nothing waits here.
 */
public final class TokenSupply {
    /** A server that refuses new tokens too will refuse the next: it must not cost the authorization server one each. */
    private static final Duration REST_AFTER_SECOND_REFUSAL = Duration.ofSeconds(10);

    private final Rotation rotation;
    private final KeyStoreLook keyStore;

    public TokenSupply(Rotation rotation, KeyStoreLook keyStore) {
        this.rotation = rotation;
        this.keyStore = keyStore;
    }

    /** A token; it fails with a {@link TokenUnavailableException}, never wrapped. If it is at hand, nothing is made. */
    public CompletableFuture<BoundToken> get(TokenRequest request) {
        Generation generation = rotation.present();
        CompletableFuture<BoundToken> token = generation.tokens().get(request);
        if (token.isDone() && !token.isCompletedExceptionally()) {
            return token;
        }
        CompletableFuture<BoundToken> result = new CompletableFuture<>();
        follow(request, generation, token, result);
        return result;
    }

    private void follow(
            TokenRequest request,
            Generation generation,
            CompletableFuture<BoundToken> token,
            CompletableFuture<BoundToken> result) {
        then(token, (bound, failure) -> {
            if (failure == null) {
                result.complete(bound);
            } else if (rotation.present() != generation) {
                retry(request, result); // replaced meanwhile, and by one that has tokens
            } else if (isOfCredentials(failure)) {
                then(keyStore.soon(), (nothing, none) -> byNext(request, generation, failure, result));
            } else {
                result.completeExceptionally(bare(failure));
            }
        });
    }

    private void retry(TokenRequest request, CompletableFuture<BoundToken> result) {
        Generation generation = rotation.present();
        follow(request, generation, generation.tokens().get(request), result);
    }

    /** After a failure: the next generation's token if there is one, else the failure. */
    private void byNext(
            TokenRequest request, Generation failed, Throwable failure, CompletableFuture<BoundToken> result) {
        if (rotation.present() != failed) {
            retry(request, result);
            return;
        }
        then(ofCandidate(request), (token, nextFailure) -> {
            if (nextFailure == null && token.isPresent()) {
                result.complete(token.get());
            } else {
                result.completeExceptionally(bare(failure));
            }
        });
    }

    /**
     * A token with the credentials that are to come, which are in use from then on; empty if there are none. For when
     * those in use are of no use.
     */
    private CompletableFuture<Optional<BoundToken>> ofCandidate(TokenRequest request) {
        Candidate candidate = rotation.candidate();
        if (candidate == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return candidate.generation().tokens().get(request).thenApply(token -> {
            // A token of credentials that a newer candidate has overtaken would find no connection.
            return rotation.replaceBy(candidate) ? Optional.of(token) : Optional.empty();
        });
    }

    /**
     * Another token in place of a refused one; empty if there is no use in trying again. It fails with a
     * {@link TokenUnavailableException}, never wrapped.
     */
    public CompletableFuture<Optional<BoundToken>> replacement(BoundToken refused) {
        Generation generation = rotation.present();
        if (refused.credentials() != generation.credentials()) {
            return ofPresent(refused.request());
        }
        if (!generation.tokens().mayReplace(refused)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<BoundToken>> result = new CompletableFuture<>();
        then(
                keyStore.soon()
                        .thenCompose(
                                looked -> ofCandidate(refused.request()).exceptionally(failure -> Optional.empty()))
                        .thenCompose(next -> next.isPresent()
                                ? CompletableFuture.completedFuture(next)
                                : fetchedInstead(refused, rotation.present())),
                (token, failure) -> settle(result, token, failure));
        return result;
    }

    private static <T> void then(CompletableFuture<T> future, BiConsumer<T, @Nullable Throwable> end) {
        CompletableFuture<T> unused = future.whenComplete(end);
    }

    private static <T> void settle(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(bare(failure));
        } else {
            result.complete(value);
        }
    }

    private CompletableFuture<Optional<BoundToken>> fetchedInstead(BoundToken refused, Generation generation) {
        if (refused.credentials() == generation.credentials()
                && !generation.tokens().drop(refused)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return ofPresent(refused.request());
    }

    private CompletableFuture<Optional<BoundToken>> ofPresent(TokenRequest request) {
        CompletableFuture<Optional<BoundToken>> result = new CompletableFuture<>();
        then(get(request).thenApply(Optional::of), (token, failure) -> settle(result, token, failure));
        return result;
    }

    /** Forgets this very token, unless what it has replaced was forgotten a moment ago. */
    public void forget(BoundToken refused) {
        Generation generation = rotation.present();
        if (refused.credentials() == generation.credentials()) {
            generation.tokens().forget(refused, REST_AFTER_SECOND_REFUSAL);
        }
    }

    /** Keeps a token for a while although it was refused, because what it replaced was refused too. */
    public void replacementRefused(BoundToken replacement) {
        Generation generation = rotation.present();
        if (replacement.credentials() == generation.credentials()) {
            generation.tokens().replacementRefused(replacement, REST_AFTER_SECOND_REFUSAL);
        }
    }

    /** Whether a failure says that the authorization server does not take the client for who it says it is. */
    public static boolean isOfCredentials(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenErrorException) {
                return ((TokenErrorException) cause).isAboutTheClient();
            }
        }
        return false;
    }

    static Throwable bare(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
