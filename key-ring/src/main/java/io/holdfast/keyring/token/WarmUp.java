package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.TokenErrorException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fetching of tokens for new credentials before they are in use. */
public final class WarmUp {
    /** The most requests that are fetched ahead for a new generation; others are fetched when needed. */
    private static final int MOST = 100;

    /** The errors that another request of the same client would get, too. */
    private static final List<String> OF_THE_CLIENT =
            Collections.unmodifiableList(Arrays.asList("invalid_client", "unauthorized_client"));

    private WarmUp() {}

    /**
     * Fetches the tokens that an earlier generation holds and callers used within a time, so that nobody waits when the
     * next takes over: at most the 100 used last. These fetches do not count as uses.
     *
     * @return completes when all fetches have ended, with a {@link TokenUnavailableException} if one has failed and
     *     waiting may help. It does not where a grant has expired ({@code invalid_grant}), nor where a request is refused
     *     for itself, as one with an expired subject token is ({@code invalid_request}, RFC 8693 section 2.2.2), if there
     *     is a token for another: a server that refuses them all does so for the new credentials, perhaps.
     */
    public static CompletableFuture<Void> of(TokenCache next, TokenCache earlier, Duration within) {
        List<CompletableFuture<BoundToken>> fetches = earlier.used(within).stream()
                .limit(MOST)
                .map(used -> next.prepare(used.getKey(), used.getValue()))
                .collect(Collectors.toList());
        return CompletableFuture.allOf(fetches.toArray(new CompletableFuture<?>[0]))
                .handle((nothing, failure) -> requireWhatWaitingBrings(fetches));
    }

    private static @Nullable Void requireWhatWaitingBrings(List<CompletableFuture<BoundToken>> ended) {
        boolean anyFetched = ended.stream().anyMatch(fetch -> !fetch.isCompletedExceptionally());
        for (CompletableFuture<BoundToken> fetch : ended) {
            Throwable failure = failureOf(fetch);
            if (failure != null && !isFinal(failure.getCause(), anyFetched)) {
                throw new CompletionException(failure);
            }
        }
        return null;
    }

    private static @Nullable Throwable failureOf(CompletableFuture<BoundToken> ended) {
        return ended.handle((token, failure) -> failure).join();
    }

    private static boolean isFinal(@Nullable Throwable cause, boolean anyFetched) {
        if (!(cause instanceof TokenErrorException)) {
            return false;
        }
        TokenErrorException refusal = (TokenErrorException) cause;
        return refusal.isAboutTheGrant()
                || (anyFetched && refusal.isLasting() && !OF_THE_CLIENT.contains(refusal.error()));
    }
}
