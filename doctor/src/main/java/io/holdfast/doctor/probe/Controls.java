package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.CompactToken;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The controls before everything else: what the owner gets, and what nobody gets. Only they make another answer mean
 * something.
 */
final class Controls {
    private static final String MADE_UP = "bm90LWEtdG9rZW4tb2YtYW55Ym9keS1idXQtaG9sZGZhc3QtcHJvYmU";

    private final ProbeSettings settings;
    private final Party party;
    private final Line line;
    private final Map<Check, Result> results = new EnumMap<>(Check.class);

    Controls(ProbeSettings settings, Party party, Line line) {
        this.settings = settings;
        this.party = party;
        this.line = line;
    }

    Map<Check, Result> results() {
        return results;
    }

    /** C4: true if token and certificate belong together, as far as that can be read. */
    boolean ownMaterialFits() {
        String own = party.own().thumbprint();
        if (party.jwt().isEmpty()) {
            record(Check.C4, Verdict.PASS, "the token is opaque: what it is bound to cannot be read", List.of());
            return true;
        }
        CompactToken token = party.jwt().get();
        Object bound = token.thumbprint();
        Instant end = token.time("exp");
        String wrong = null;
        if (bound == null) {
            wrong = "The token is not bound to a certificate: it has no cnf.x5t#S256.";
        } else if (!own.equals(bound)) {
            wrong = "The token is bound to another certificate than your key store's, whose thumbprint is " + own + ".";
        } else if (end != null && end.isBefore(Instant.now().plusSeconds(30))) {
            wrong = "The token has ended, or ends within 30 seconds.";
        }
        record(
                Check.C4,
                wrong == null ? Verdict.PASS : Verdict.NOT_JUDGED,
                wrong == null ? "bound to your certificate" : wrong,
                List.of());
        return wrong == null;
    }

    /** Sends C1 and C3, before anything was accepted. The verdicts come when the owner's answer is known. */
    List<Exchange> refusals() {
        Call call = Call.get(settings.place.target(), party.own());
        Exchange withoutToken = line.send(settings.place, call);
        return List.of(withoutToken, line.send(settings.place, call.bearer(MADE_UP)));
    }

    /** Sends C2 twice and C7, and judges all controls; null if nothing can be judged, for a reason on record. */
    @Nullable
    Likeness judge(List<Exchange> refusals) {
        Call call = Call.get(settings.place.target(), party.own()).bearer(party.token());
        Exchange first = line.send(settings.place, call);
        Exchange second = line.send(settings.place, call);
        Exchange afterwards = line.send(settings.place, call.withoutToken());
        List<Exchange> good = List.of(first, second);
        Answer one = first.answer();
        Answer two = second.answer();
        if (one == null || two == null || !one.isSuccess() || one.status() != two.status()) {
            record(
                    Check.C2,
                    Verdict.NOT_JUDGED,
                    "With your own token and certificate: " + first.words() + ", then " + second.words() + "."
                            + challenge(one),
                    good);
            return null;
        }
        Answer withoutToken = refusals.get(0).answer();
        Answer madeUp = refusals.get(1).answer();
        if (withoutToken == null || madeUp == null || afterwards.answer() == null) {
            record(
                    Check.C1,
                    Verdict.NOT_JUDGED,
                    "Without a token: " + refusals.get(0).words() + ".",
                    refusals);
            return null;
        }
        Likeness likeness = new Likeness(one, two, List.of(withoutToken, madeUp), settings.acceptedWhen);
        record(Check.C2, Verdict.PASS, one.words() + ", twice", good);
        return refuses(likeness, Check.C1, withoutToken, "without a token", refusals.get(0))
                        && refuses(likeness, Check.C3, madeUp, "with a made-up token", refusals.get(1))
                        && refuses(
                                likeness,
                                Check.C7,
                                afterwards.answer(),
                                "without a token, after your own call",
                                afterwards)
                ? likeness
                : null;
    }

    /** No answer came to the first request. */
    void unreachable(Exchange exchange) {
        record(Check.C1, Verdict.NOT_JUDGED, "Without a token: " + exchange.words() + ".", List.of(exchange));
    }

    private static String challenge(@Nullable Answer answer) {
        return answer == null || answer.values("WWW-Authenticate").isEmpty()
                ? ""
                : " It says: " + answer.values("WWW-Authenticate").get(0);
    }

    private boolean refuses(Likeness likeness, Check check, Answer answer, String words, Exchange exchange) {
        boolean refused = likeness.tellsApart(answer);
        record(
                check,
                refused ? Verdict.PASS : Verdict.FAIL,
                refused
                        ? "refused: " + answer.words()
                        : "The server answers " + words + " as it answers you: " + answer.words() + ".",
                List.of(exchange));
        return refused;
    }

    private void record(Check check, Verdict verdict, String seen, List<Exchange> evidence) {
        results.put(check, new Result(check, verdict, seen, evidence));
    }
}
