package io.holdfast.resource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The answer to a refused request. It depends on the reason and the settings alone, so there is one for each reason,
 * made beforehand. Immutable.
 */
final class Refusal {
    private final RefusalReason reason;
    private final List<ResponseHeader> headers;

    private Refusal(RefusalReason reason, List<ResponseHeader> headers) {
        this.reason = reason;
        this.headers = Collections.unmodifiableList(headers);
    }

    /**
     * The answer.
     *
     * @param about the challenge without an error
     */
    static Refusal of(
            RefusalReason reason, BearerChallenge about, Collection<String> requiredScopes, Duration retryAfter) {
        List<ResponseHeader> headers = new ArrayList<>();
        if (reason.status() < 500) {
            headers.add(new ResponseHeader(
                    "WWW-Authenticate", challenge(reason, about, requiredScopes).toString()));
        }
        if (reason == RefusalReason.VERIFICATION_UNAVAILABLE) {
            headers.add(new ResponseHeader("Retry-After", String.valueOf(Math.max(1, retryAfter.getSeconds()))));
        }
        headers.add(new ResponseHeader("Cache-Control", "no-store"));
        return new Refusal(reason, headers);
    }

    private static BearerChallenge challenge(
            RefusalReason reason, BearerChallenge challenge, Collection<String> requiredScopes) {
        String error = reason.error();
        if (error == null) {
            return challenge;
        }
        BearerChallenge withError = challenge.error(error, reason.description());
        return reason == RefusalReason.SCOPE_INSUFFICIENT ? withError.scope(requiredScopes) : withError;
    }

    RefusalReason reason() {
        return reason;
    }

    List<ResponseHeader> headers() {
        return headers;
    }
}
