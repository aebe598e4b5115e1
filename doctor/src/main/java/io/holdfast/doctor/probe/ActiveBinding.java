package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** B15 and B17: the token without TLS, and a thief's calls among the owner's. */
final class ActiveBinding {
    private static final int CONNECTIONS = 10;
    private static final int CALLS = 5;

    private final Trial trial;
    private final ColdBinding cold;

    ActiveBinding(Trial trial, ColdBinding cold) {
        this.trial = trial;
        this.cold = cold;
    }

    void run() {
        if (trial.wants(Check.B15) && !trial.isExplained(Check.B15)) {
            trial.bounded(Check.B15, this::plain);
        }
        if (trial.wants(Check.B17) && !trial.isExplained(Check.B17)) {
            trial.bounded(Check.B17, this::atOnce);
        }
    }

    /** The token goes out without TLS only if something answers there. */
    private void plain() {
        Place plain = trial.place().byPlainHttp(trial.settings().httpPort);
        Call call = Call.get(plain.target(), Identity.NONE);
        Exchange first = trial.line().send(plain, call);
        if (first.answer() == null) {
            trial.passUnlessLate(Check.B15, "nothing answers at " + plain.origin(), List.of(first));
            return;
        }
        Call withToken = call.bearer(trial.party().token());
        trial.refuse(Check.B15, List.of(Attack.of(plain, "your token at " + plain.origin(), withToken)));
        Result result = trial.result(Check.B15);
        if (result != null && result.verdict() == Verdict.PASS) {
            Exchange refusal = result.evidence().get(0);
            Answer answer = refusal.answer();
            if (answer != null && trial.party().redaction().isIn(String.join(" ", answer.values("Location")))) {
                trial.finding(Check.B15, "A redirect repeats your token in its address.", List.of(refusal));
            }
        }
    }

    private void atOnce() {
        if (cold.thieves().isEmpty()) {
            trial.notJudged(Check.B17, "nobody else gets as far as the token");
            return;
        }
        Identity thief = cold.thieves().get(0);
        List<List<Call>> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(
                    Collections.nCopies(CALLS, trial.callBy(trial.party().own())));
            connections.add(Collections.nCopies(CALLS, trial.callBy(thief)));
        }
        List<Exchange> good = new ArrayList<>();
        List<Exchange> accepted = new ArrayList<>();
        List<Exchange> late = new ArrayList<>();
        for (Exchange exchange : trial.line().sendAtOnce(trial.place(), connections)) {
            if (exchange.isLate()) {
                late.add(exchange);
            }
            if (trial.reading().hasSucceeded(exchange)) {
                (exchange.call().identity() == thief ? accepted : good).add(exchange);
            }
        }
        Exchange control = trial.line().send(trial.place(), trial.callBy(thief).withoutToken());
        if (trial.reading().hasSucceeded(control)) {
            trial.notJudged(Check.B17, "a call without the token is accepted by now");
        } else if (!accepted.isEmpty()) {
            trial.finding(
                    Check.B17,
                    "While you called, " + accepted.size() + " of " + CONNECTIONS * CALLS + " calls with " + thief
                            + " were let through.",
                    List.of(accepted.get(0), control));
        } else if (good.size() < CONNECTIONS * CALLS) {
            trial.notJudged(
                    Check.B17,
                    "only " + good.size() + " of your own " + CONNECTIONS * CALLS + " calls at once were accepted");
        } else if (!late.isEmpty()) {
            trial.notJudged(Check.B17, thief + ": " + late.get(0).words());
        } else {
            trial.record(
                    Check.B17, Verdict.PASS, "none of the thief's was accepted, all of yours were", List.of(control));
        }
    }
}
