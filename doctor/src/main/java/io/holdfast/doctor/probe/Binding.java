package io.holdfast.doctor.probe;

import java.util.List;

/**
 * The answer to the one question: has the server been seen to compare the certificate with the token? A refusal by TLS
 * proves nothing about tokens, and neither does one that a server without a look at the token would give, too.
 * Immutable.
 */
final class Binding {
    private final boolean proven;
    private final String reason;

    private Binding(boolean proven, String reason) {
        this.proven = proven;
        this.reason = reason;
    }

    static Binding notProven(String reason) {
        return new Binding(false, reason);
    }

    static Binding of(Trial trial, ColdBinding cold) {
        for (Check check : Check.values()) {
            Result result = trial.result(check);
            boolean about = List.of("B", "H", "V").contains(check.group()) && check.mode() != Mode.GIVEN;
            if (about && result != null && result.verdict() == Verdict.FAIL) {
                return notProven(check + " failed: " + check.headline());
            }
        }
        boolean byTls = false;
        boolean secondByTls = false;
        boolean beforeToken = false;
        for (Exchange exchange : cold.withOtherCertificates()) {
            Answer answer = exchange.answer();
            byTls |= exchange.isRefusedByTls();
            secondByTls |= exchange.isRefusedByTls() && exchange == cold.exchange(Check.B2);
            if (answer != null && trial.meaning(exchange) == Reading.Meaning.REFUSED) {
                if (isAboutTheToken(trial, answer)) {
                    return new Binding(
                            true, exchange.call().identity() + " was let in by TLS and refused by the application");
                }
                beforeToken = true;
            }
        }
        Result reverse = trial.result(Check.B3);
        if (reverse != null && reverse.verdict() == Verdict.PASS) {
            return new Binding(true, "another client's good token was refused with your certificate");
        }
        if (beforeToken) {
            return notProven("other certificates were refused by HTTP, but not as a wrong token is: perhaps before the"
                    + " token was looked at. Give a second client: --other-keystore, --other-token-file");
        }
        return notProven(
                byTls
                        ? "every other certificate was refused by TLS. That says nothing about tokens: a client of the"
                                + " same authority with a stolen token was not tried. Give one"
                                + (secondByTls ? " that TLS lets in" : "") + ": --other-keystore"
                        : "no other certificate was sent and refused");
    }

    /** True if the answer names the token as the reason, or is what a made-up token gets with the right certificate. */
    static boolean isAboutTheToken(Trial trial, Answer answer) {
        for (String challenge : answer.values("WWW-Authenticate")) {
            if (challenge.contains("invalid_token")) {
                return true;
            }
        }
        Result madeUp = trial.result(Check.C3);
        Answer other = madeUp == null || madeUp.evidence().isEmpty()
                ? null
                : madeUp.evidence().get(0).answer();
        return other != null
                && other.status() == answer.status()
                && other.type().equals(answer.type())
                && other.blanked().equals(answer.blanked());
    }

    boolean isProven() {
        return proven;
    }

    String reason() {
        return reason;
    }
}
