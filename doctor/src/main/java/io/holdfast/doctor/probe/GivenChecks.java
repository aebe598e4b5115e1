package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.List;

/** Checks with material that has an option of its own: other tokens, and a URL that is denied. */
final class GivenChecks {
    private final Trial trial;

    GivenChecks(Trial trial) {
        this.trial = trial;
    }

    void run() {
        given(Check.B18, "an unbound token with your certificate");
        given(Check.B19, "a DPoP-bound token as Bearer");
        given(Check.V6, "an expired token");
        given(Check.V7, "a token that is not meant for this server");
        denied();
    }

    private void given(Check check, String words) {
        String token = trial.settings().givenTokens.get(check);
        if (token != null) {
            Call call = Call.get(trial.place().target(), trial.party().own()).bearer(token);
            trial.refuse(check, List.of(Attack.of(trial.place(), words, call)));
        } else if (trial.wants(check)) {
            trial.notJudged(check, "no such token");
        }
    }

    /** The denied URL by another spelling. Its own refusal is the control; what counts is any success. */
    private void denied() {
        Place denied = trial.settings().denied;
        if (denied == null) {
            if (trial.wants(Check.B20)) {
                trial.notJudged(Check.B20, "no URL that is denied to you");
            }
            return;
        }
        if (!trial.wants(Check.B20)) {
            return;
        }
        Call call = Call.get(denied.target(), trial.party().own())
                .bearer(trial.party().token());
        List<Exchange> evidence = new ArrayList<>();
        try {
            Exchange plain = trial.line().send(denied, call);
            evidence.add(plain);
            if (plain.answer() == null || plain.answer().isSuccess()) {
                trial.notJudged(Check.B20, "the URL is not denied to you: " + plain.words());
                return;
            }
            for (Call other : spellings(denied, call)) {
                Exchange exchange = trial.line().send(denied, other);
                evidence.add(exchange);
                if (isSuccess(exchange)) {
                    concluded(denied, other, exchange, evidence);
                    return;
                }
            }
            trial.passUnlessLate(Check.B20, "never let through", evidence);
        } catch (Line.LimitReachedException e) {
            trial.notJudged(Check.B20, "the allowed number of requests is used up (--max-requests)");
        }
    }

    private void concluded(Place denied, Call other, Exchange exchange, List<Exchange> evidence) {
        Exchange withoutToken = trial.line().send(denied, other.withoutToken());
        Exchange again = trial.line().send(denied, other);
        evidence.add(withoutToken);
        evidence.add(again);
        if (isSuccess(withoutToken)) {
            trial.notJudged(
                    Check.B20,
                    other.target() + " is open to everybody: that may be another page. Look at it yourself.");
        } else if (isSuccess(again)) {
            trial.finding(
                    Check.B20,
                    "Denied as " + denied.target() + ", let through as " + shown(other) + ": " + exchange.words() + ".",
                    evidence);
        } else {
            trial.notJudged(Check.B20, other.target() + ": let through once, then " + again.words());
        }
    }

    private static String shown(Call call) {
        return call.target()
                + (call.headers().size() > 1 ? " with " + call.headers().get(1).getKey() : "");
    }

    private static boolean isSuccess(Exchange exchange) {
        return exchange.answer() != null && exchange.answer().isSuccess();
    }

    private static List<Call> spellings(Place denied, Call call) {
        String path = denied.path();
        int last = path.lastIndexOf('/');
        String parent = path.substring(0, last);
        String name = path.substring(last + 1);
        List<Call> calls = new ArrayList<>();
        for (String spelling : List.of(
                "/" + path,
                parent + "/./" + name,
                parent + "/x/../" + name,
                parent + "/x/..;/" + name,
                parent + "/x/%2e%2e/" + name,
                parent + "/" + name + ";x=y",
                parent + "/" + name + "/",
                parent + "/" + name + ".json")) {
            calls.add(call.target(denied.target(spelling)));
        }
        String query = denied.target() + (denied.target().contains("?") ? "&" : "?") + "_method=POST";
        calls.add(call.target(query));
        calls.add(call.header("X-HTTP-Method-Override", "POST"));
        calls.add(call.header("X-Original-URL", denied.path()));
        return calls;
    }
}
