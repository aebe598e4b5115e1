package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** H: the certificate from another place than TLS. */
final class HeaderChecks {
    private final Trial trial;
    private final ColdBinding cold;
    private final Place place;
    private final CertificateHeaders own;

    HeaderChecks(Trial trial, ColdBinding cold) {
        this.trial = trial;
        this.cold = cold;
        this.place = trial.place();
        this.own = new CertificateHeaders(trial.party().own().certificate());
    }

    void run() {
        Identity nobody = cold.thieves().contains(Identity.NONE) ? Identity.NONE : null;
        believed(Check.H1, nobody, CertificateHeaders.batches(own.usual(), false));
        believed(Check.H2, cold.stranger(), CertificateHeaders.batches(own.common(), false));
        believed(Check.H3, nobody, CertificateHeaders.batches(own.lookAlikes(), true));
        foreign();
        elsewhere(nobody);
    }

    private void believed(Check check, @Nullable Identity thief, List<List<Map.Entry<String, String>>> batches) {
        if (!trial.wants(check) || trial.isExplained(check)) {
            return;
        }
        if (thief == null) {
            trial.notJudged(
                    check,
                    check == Check.H2
                            ? "no other certificate gets as far as the token (--other-keystore)"
                            : "nobody gets as far as the token without a certificate");
            return;
        }
        List<Attack> attacks = new ArrayList<>();
        for (List<Map.Entry<String, String>> batch : batches) {
            attacks.add(attack(thief, batch));
        }
        trial.refuse(check, attacks);
        Result result = trial.result(check);
        if (result != null && result.verdict() == Verdict.FAIL) {
            List<Exchange> evidence = result.evidence();
            name(check, thief, evidence, evidence.get(evidence.size() - 1).call());
        } else if (result != null && result.verdict() == Verdict.PASS) {
            requireRoom(check, result, thief);
        }
    }

    private Attack attack(Identity thief, List<Map.Entry<String, String>> headers) {
        Call call = trial.callBy(thief);
        return Attack.against(place, words(thief) + in(headers), call.headers(headers), call, "without these headers");
    }

    private static String words(Identity thief) {
        return (thief.hasCertificate() ? thief.label() : "no certificate") + " in TLS, yours in ";
    }

    private static String in(List<Map.Entry<String, String>> headers) {
        return headers.stream().map(Map.Entry::getKey).distinct().collect(Collectors.joining(", "));
    }

    /** Names the one header that is believed, by halves. */
    private void name(Check check, Identity thief, List<Exchange> evidence, Call accepted) {
        List<Map.Entry<String, String>> suspects = new ArrayList<>(accepted.headers());
        suspects.removeIf(header -> List.of("Authorization", "Connection").contains(header.getKey()));
        List<Exchange> more = new ArrayList<>(evidence);
        try {
            while (suspects.size() > 1) {
                List<Map.Entry<String, String>> half = suspects.subList(0, suspects.size() / 2);
                Exchange exchange = attack(thief, half).attempt(trial.line());
                boolean here = trial.meaning(exchange) == Reading.Meaning.ACCEPTED;
                suspects = here ? half : suspects.subList(suspects.size() / 2, suspects.size());
                more.add(exchange);
            }
        } catch (Line.LimitReachedException e) {
            // the suspects that are left are named
        }
        Answer answer = evidence.get(evidence.size() - 1).answer();
        String words = words(thief) + in(suspects);
        trial.finding(
                check,
                words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1) + ": "
                        + (answer == null ? "accepted" : answer.words()) + ", as the owner gets.",
                more);
    }

    /** A head that the server finds too large says nothing about tokens. */
    private void requireRoom(Check check, Result result, Identity thief) {
        Exchange plain = cold.exchange(thief.hasCertificate() ? Check.B4 : Check.B1);
        for (Exchange exchange : result.evidence()) {
            Answer answer = exchange.answer();
            boolean plainToo = plain != null
                    && plain.answer() != null
                    && answer != null
                    && plain.answer().status() == answer.status();
            if (answer != null && !plainToo && List.of(400, 413, 431).contains(answer.status())) {
                trial.notJudged(
                        check,
                        "the server answers " + answer.status() + " to these headers; perhaps they are too long");
                return;
            }
        }
    }

    private void foreign() {
        if (!trial.wants(Check.H4)) {
            return;
        }
        CertificateHeaders foreign =
                new CertificateHeaders(trial.party().madeUp().stranger().certificate());
        Call call = trial.callBy(trial.party().own());
        try {
            Exchange exchange = trial.line().send(place, call.headers(foreign.common()));
            Answer answer = exchange.answer();
            if (answer == null || !exchange.sentAsMeant()) {
                trial.notJudged(Check.H4, trial.whyUnclear(exchange));
            } else if (!answer.isSuccess() || trial.likeness().isExact(answer)) {
                trial.record(
                        Check.H4, Verdict.PASS, "your own result or a refusal: " + answer.words(), List.of(exchange));
            } else {
                changed(call, foreign, exchange, answer);
            }
        } catch (Line.LimitReachedException e) {
            trial.notJudged(Check.H4, "the allowed number of requests is used up (--max-requests)");
        }
    }

    private void changed(Call call, CertificateHeaders foreign, Exchange first, Answer answer) {
        Exchange control = trial.line().send(place, call);
        Exchange again = trial.line().send(place, call.headers(foreign.common()));
        boolean held = control.answer() != null && trial.likeness().isExact(control.answer());
        boolean repeated = again.answer() != null
                && again.answer().isSuccess()
                && !trial.likeness().isExact(again.answer());
        if (held && repeated) {
            trial.finding(
                    Check.H4,
                    "Your own pair, with another certificate in headers: " + answer.words()
                            + ", which is not what you get without them.",
                    List.of(first, control, again));
        } else {
            trial.notJudged(Check.H4, "the resource answers you differently each time");
        }
    }

    private void elsewhere(@Nullable Identity nobody) {
        if (nobody == null) {
            if (trial.wants(Check.H6)) {
                trial.notJudged(Check.H6, "nobody gets as far as the token without a certificate");
            }
            return;
        }
        Call call = trial.callBy(nobody);
        String parameters = own.parameters().entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .sorted()
                .collect(Collectors.joining("&"));
        String target = place.target();
        Call both = call.target(target + (target.contains("?") ? "&" : "?") + parameters)
                .header("Cookie", parameters.replace("&", "; "));
        trial.refuse(
                Check.H6,
                List.of(Attack.against(
                        place, "no certificate in TLS, yours in query and cookies", both, call, "without them")));
    }
}
