package io.holdfast.demo.parties;

import io.holdfast.demo.partner.RecentCall;
import io.holdfast.demo.partner.RecentCalls;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the API's own record why a call was refused: the answer itself tells the sender only the category. Immutable. */
final class Witness {
    /** The record is written when the answer has gone out, which the caller may read first. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RecentCalls calls;
    private final boolean apiIsHere;

    /** @param apiIsHere whether this server has the API; if not, nothing is known of its reasons */
    Witness(RecentCalls calls, boolean apiIsHere) {
        this.calls = calls;
        this.apiIsHere = apiIsHere;
    }

    /** The reason's code, empty if it was let in; null if the API is elsewhere. */
    @Nullable
    String reasonOf(Exchange exchange) throws InterruptedException {
        if (!apiIsHere) {
            return null;
        }
        Optional<RecentCall> noted = calls.await(exchange.requestId(), PATIENCE);
        return noted.map(RecentCall::reasonCode).orElse("");
    }
}
