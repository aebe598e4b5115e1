package io.holdfast.demo.parties;

import io.holdfast.demo.partner.RecentCall;
import io.holdfast.demo.partner.RecentCalls;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reason of a refusal in the API's own record: the answer itself shows the sender only the category.
 * Immutable.
 */
final class Witness {
    /**
     * The longest wait for the record, which is written after the answer has gone out, so that the caller may be
     * earlier.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RecentCalls calls;
    private final boolean apiIsHere;

    /** @param apiIsHere true if this server has the API; otherwise its reasons are unknown */
    Witness(RecentCalls calls, boolean apiIsHere) {
        this.calls = calls;
        this.apiIsHere = apiIsHere;
    }

    /**
     * The reason's code, empty if the call was let in or its record did not come in time; null if the API is on another
     * server.
     */
    @Nullable
    String reasonOf(Exchange exchange) throws InterruptedException {
        if (!apiIsHere) {
            return null;
        }
        Optional<RecentCall> noted = calls.await(exchange.requestId(), PATIENCE);
        return noted.map(RecentCall::reasonCode).orElse("");
    }
}
