package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** H5 and H7: certificate headers that nobody can read, and the back end behind its proxy. */
final class ActiveHeaders {
    private static final int LONG = 40_000;

    private final Trial trial;
    private final CertificateHeaders own;

    ActiveHeaders(Trial trial) {
        this.trial = trial;
        this.own = new CertificateHeaders(trial.party().own().certificate());
    }

    void run() {
        if (trial.wants(Check.H5)) {
            trial.bounded(Check.H5, this::broken);
        }
        if (trial.wants(Check.H7) && !trial.isExplained(Check.H7)) {
            trial.bounded(Check.H7, this::direct);
        }
    }

    private void broken() {
        List<Exchange> evidence = new ArrayList<>();
        for (List<Map.Entry<String, String>> headers : brokenHeaders()) {
            Exchange exchange = withHeaders(headers);
            evidence.add(exchange);
            if (isCrash(exchange)) {
                crashed(headers, exchange, evidence);
                return;
            }
        }
        trial.passUnlessLate(Check.H5, "never 5xx", evidence);
    }

    private List<List<Map.Entry<String, String>>> brokenHeaders() {
        List<String> names =
                own.common().stream().map(Map.Entry::getKey).distinct().collect(Collectors.toList());
        List<List<Map.Entry<String, String>>> all = new ArrayList<>();
        for (String value : List.of("%ZZ%", "(null)")) {
            all.add(names.stream().map(name -> Map.entry(name, value)).collect(Collectors.toList()));
        }
        all.add(List.of(Map.entry(names.get(0), "A".repeat(LONG))));
        return all;
    }

    private Exchange withHeaders(List<Map.Entry<String, String>> headers) {
        return trial.line()
                .send(trial.place(), trial.callBy(trial.party().own()).headers(headers));
    }

    private static boolean isCrash(Exchange exchange) {
        return exchange.answer() != null && exchange.answer().status() >= 500;
    }

    private void crashed(List<Map.Entry<String, String>> headers, Exchange crash, List<Exchange> evidence) {
        Exchange control =
                trial.line().send(trial.place(), trial.callBy(trial.party().own()));
        Exchange again = withHeaders(headers);
        evidence.add(control);
        evidence.add(again);
        if (trial.reading().hasSucceeded(control) && isCrash(again)) {
            String value = headers.get(0).getValue();
            String shown = value.length() == LONG ? LONG / 1000 + " kB" : value;
            trial.finding(
                    Check.H5, "Your own call with " + shown + " in such headers: " + crash.words() + ".", evidence);
        } else {
            trial.notJudged(Check.H5, crash.words() + ", but not because of a header");
        }
    }

    private void direct() {
        Place direct = trial.settings().direct;
        if (direct == null) {
            trial.notJudged(Check.H7, "no address of the back end (--direct)");
            return;
        }
        Call call = Call.get(direct.target(), Identity.NONE);
        Exchange first = trial.line().send(direct, call);
        if (first.answer() == null) {
            trial.passUnlessLate(Check.H7, "not to be reached: " + first.words(), List.of(first));
            return;
        }
        Call withToken = call.bearer(trial.party().token());
        List<Attack> attacks = new ArrayList<>();
        attacks.add(Attack.of(direct, "the back end itself, no certificate", withToken));
        for (List<Map.Entry<String, String>> batch : CertificateHeaders.batches(own.usual(), false)) {
            String names = batch.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
            attacks.add(Attack.of(direct, "the back end itself, yours in " + names, withToken.headers(batch)));
        }
        trial.refuse(Check.H7, attacks);
    }
}
