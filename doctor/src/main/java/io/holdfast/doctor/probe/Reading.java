package io.holdfast.doctor.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads exchanges: accepted, refused, or nothing to conclude from. It remembers those that were answered. */
final class Reading {
    private final Likeness likeness;
    private final Map<Exchange, Boolean> answered = new LinkedHashMap<>();

    Reading(Likeness likeness) {
        this.likeness = likeness;
    }

    /** The meaning of one exchange. */
    enum Meaning {
        ACCEPTED,
        REFUSED,
        REFUSED_BY_TLS,
        UNCLEAR
    }

    Likeness likeness() {
        return likeness;
    }

    Meaning of(Exchange exchange) {
        Answer answer = exchange.answer();
        if (answer != null) {
            answered.put(exchange, exchange.sentAsMeant());
        }
        if (answer == null) {
            return exchange.isRefusedByTls() ? Meaning.REFUSED_BY_TLS : Meaning.UNCLEAR;
        }
        if (!exchange.sentAsMeant() || isBusy(answer.status())) {
            return Meaning.UNCLEAR;
        }
        if (likeness.isAccepted(answer)) {
            return Meaning.ACCEPTED;
        }
        return likeness.isOdd(answer) ? Meaning.UNCLEAR : Meaning.REFUSED;
    }

    /** True if a call of another client's own pair has succeeded, as far as the controls tell. */
    boolean hasSucceeded(Exchange exchange) {
        Answer answer = exchange.answer();
        return answer != null && exchange.sentAsMeant() && likeness.isAccepted(answer);
    }

    private static boolean isBusy(int status) {
        return status == 429 || (status >= 502 && status <= 504);
    }

    /** The reason why an exchange is unclear. */
    String whyUnclear(Exchange exchange) {
        Answer answer = exchange.answer();
        if (answer == null) {
            return exchange.words();
        }
        if (!exchange.sentAsMeant()) {
            return "the server did not ask for a certificate, so TLS did not send "
                    + exchange.call().identity();
        }
        return isBusy(answer.status())
                ? answer.status() + ": the server is busy or unavailable"
                : answer.words() + ": like neither your own answer nor a refusal (--accepted-when)";
    }

    /** An exchange over this version of TLS in a session of its own; null if there was none yet. */
    @Nullable
    Exchange over(String protocol) {
        for (Exchange exchange : answered.keySet()) {
            Exchange.Tls tls = exchange.tls();
            if (tls.protocol.equals(protocol)
                    && !tls.resumed
                    && !exchange.call().way().isHttp2()) {
                return exchange;
            }
        }
        return null;
    }

    /** The number of answered exchanges. */
    int answered() {
        return answered.size();
    }

    /** The number of those in which TLS sent something else than was meant. */
    long notAsMeant() {
        return answered.values().stream().filter(meant -> !meant).count();
    }
}
