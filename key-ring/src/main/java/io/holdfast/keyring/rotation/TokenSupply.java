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
 * Tokens of the generation in use, whichever it is, and the reaction to a failed fetch or a refusal: the key store may
 * hold other credentials already. Safe for use by several threads. Never blocks.
 */
public final class TokenSupply {
    /** The pause after a refused replacement, so that refusals do not cost the authorization server a call each. */
    private static final Duration REST_AFTER_SECOND_REFUSAL = Duration.ofSeconds(10);

    private final Rotation rotation;
    private final KeyStoreLook keyStore;

    public TokenSupply(Rotation rotation, KeyStoreLook keyStore) {
        this.rotation = rotation;
        this.keyStore = keyStore;
    }

    private CompletableFuture<BoundToken> get(TokenRequest request) {
        Generation generation = rotation.present();
        return instead(generation.tokens().get(request), request, generation);
    }

    /**
     * Returns the token of a call that has failed or may yet fail, or another generation's in its place; fails with a
     * {@link TokenUnavailableException}, never wrapped.
     *
     * @param token the call for the request with the generation's credentials
     */
    public CompletableFuture<BoundToken> instead(
            CompletableFuture<BoundToken> token, TokenRequest request, Generation generation) {
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
                retry(request, result); // replaced in the meantime by a generation that has tokens
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

    /** Answers a failure: with the next generation's token if there is one, else with the failure. */
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
     * Returns a token of the candidate's credentials, which are in use from then on; empty without a candidate. For a
     * failure of those in use.
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
     * Returns another token in place of a refused one; empty if another attempt is useless. The future fails with a
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

    /** Drops exactly this token, unless the token that it replaced was dropped a moment ago. */
    public void forget(BoundToken refused) {
        Generation generation = rotation.present();
        if (refused.credentials() == generation.credentials()) {
            generation.tokens().forget(refused, REST_AFTER_SECOND_REFUSAL);
        }
    }

    /** Keeps a refused token for a while, because the token that it replaced was refused, too. */
    public void replacementRefused(BoundToken replacement) {
        Generation generation = rotation.present();
        if (replacement.credentials() == generation.credentials()) {
            generation.tokens().replacementRefused(replacement, REST_AFTER_SECOND_REFUSAL);
        }
    }

    /** True if the authorization server has failed to authenticate the client. */
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
