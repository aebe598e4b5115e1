package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenErrorException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The fetching of tokens for new credentials before they are in use. */
public final class WarmUp {
    /** The most requests that are fetched ahead for a new generation; others are fetched when needed. */
    private static final int MOST = 100;

    private WarmUp() {}

    /**
     * Fetches the tokens that an earlier generation holds and callers used within a time, so that nobody waits when the
     * next takes over: at most the 100 used last. These fetches do not count as uses.
     *
     * @return completes when all fetches have ended, with a {@link TokenUnavailableException} if one has failed. An
     *     expired grant ({@code invalid_grant}), such as a subject token, is no failure: waiting does not help.
     */
    public static CompletableFuture<Void> of(TokenCache next, TokenCache earlier, Duration within) {
        return CompletableFuture.allOf(earlier.used(within).stream()
                .limit(MOST)
                .map(used -> next.prepare(used.getKey(), used.getValue()).handle(WarmUp::unlessGrantEnded))
                .toArray(CompletableFuture<?>[]::new));
    }

    private static @Nullable Void unlessGrantEnded(@Nullable BoundToken token, @Nullable Throwable failure) {
        if (failure == null || isGrantEnded(failure.getCause())) {
            return null;
        }
        throw new CompletionException(failure);
    }

    private static boolean isGrantEnded(@Nullable Throwable cause) {
        return cause instanceof TokenErrorException && ((TokenErrorException) cause).isAboutTheGrant();
    }
}
