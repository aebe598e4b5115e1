package io.holdfast.tokenservice.client;

import io.holdfast.token.VerificationUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The assertions that clients have used, each remembered until it has expired (RFC 7523 §3, item 7). Each client has its
 * own share of memory, so none can use up another's. Safe for use by many threads.
 */
final class UsedAssertions {
    /** Of one client, within the few minutes that an assertion lasts. */
    static final int MOST = 10_000;

    private final Clock clock;
    /** As many as there are clients, since only registered ones come here. */
    private final Map<String, Map<String, Instant>> endsByClient = new ConcurrentHashMap<>();

    UsedAssertions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Uses an assertion up.
     *
     * @param id its {@code jti}
     * @param end from when on it is refused anyway
     * @return whether this is the first use
     * @throws VerificationUnavailableException if no more can be remembered: to take it would mean to take it twice
     */
    boolean use(String clientId, String id, Instant end) throws VerificationUnavailableException {
        Map<String, Instant> ends = endsByClient.computeIfAbsent(clientId, any -> new HashMap<>());
        synchronized (ends) {
            if (ends.size() >= MOST) {
                Instant now = clock.instant();
                ends.values().removeIf(past -> !now.isBefore(past));
            }
            if (ends.size() >= MOST) {
                throw new VerificationUnavailableException("Client '" + clientId + "' has used " + MOST
                        + " assertions that have not expired, and no more are remembered.");
            }
            return ends.putIfAbsent(id, end) == null;
        }
    }
}
