package io.holdfast.doctor.probe;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** S: the client certificate and TLS, mostly from what the other checks have seen. */
final class SurfaceChecks {
    private final Trial trial;
    private final ColdBinding cold;

    SurfaceChecks(Trial trial, ColdBinding cold) {
        this.trial = trial;
        this.cold = cold;
    }

    void run() {
        asked();
        authorities();
        accepted();
        protocol();
    }

    /** One handshake of each version that the server speaks: an earlier one, or else one more without a token. */
    private void asked() {
        if (!trial.wants(Check.S1)) {
            return;
        }
        Map<String, Exchange> seen = new TreeMap<>();
        List<Exchange> evidence = new ArrayList<>();
        try {
            Call call = Call.get(trial.place().target(), trial.party().own());
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                Exchange known = trial.reading().over(protocol);
                Exchange exchange =
                        known != null ? known : trial.line().send(trial.place(), call.over(Call.Way.over(protocol)));
                if (exchange.answer() != null) {
                    seen.put(protocol, exchange);
                    evidence.add(exchange);
                }
            }
        } catch (Line.LimitReachedException e) {
            trial.notJudged(Check.S1, "the allowed number of requests is used up (--max-requests)");
            return;
        }
        List<String> faults = new ArrayList<>();
        seen.forEach((protocol, exchange) -> {
            if (exchange.tls().askedLater) {
                faults.add(protocol + ": asked only after the request");
            } else if (!exchange.tls().asked) {
                faults.add(protocol + ": not asked");
            }
        });
        Exchange without = cold.exchange(Check.B1);
        String required = without != null && without.isRefusedByTls() ? "required" : "optional";
        if (seen.isEmpty()) {
            trial.notJudged(Check.S1, "no version of TLS led to an answer");
        } else if (faults.isEmpty()) {
            trial.record(Check.S1, Verdict.PASS, required + " in " + String.join(", ", seen.keySet()), evidence);
        } else {
            trial.finding(Check.S1, "The client certificate: " + String.join("; ", faults) + ".", evidence);
        }
    }

    private @Nullable Exchange good() {
        Result control = trial.result(Check.C2);
        return control == null || control.evidence().isEmpty()
                ? null
                : control.evidence().get(0);
    }

    private void authorities() {
        Exchange good = good();
        if (!trial.wants(Check.S2) || good == null) {
            return;
        }
        List<String> named = good.tls().authorities;
        if (!good.tls().asked) {
            trial.notJudged(Check.S2, "the server did not ask for a certificate");
        } else if (named.isEmpty() || named.stream().anyMatch(this::isIssuer)) {
            trial.record(Check.S2, Verdict.PASS, named.isEmpty() ? "names none" : "names yours", List.of(good));
        } else {
            trial.finding(
                    Check.S2,
                    "It names " + named.size() + ", none of which has issued your certificate.",
                    List.of(good));
        }
    }

    /** By the text that the platform makes of a name, as it has made one of the authority's. */
    private boolean isIssuer(String name) {
        return trial.party().own().chain().stream()
                .anyMatch(certificate -> certificate
                                .getIssuerX500Principal()
                                .getName()
                                .equals(name)
                        || certificate.getSubjectX500Principal().getName().equals(name));
    }

    private void accepted() {
        Exchange selfSigned = cold.exchange(Check.B4);
        if (!trial.wants(Check.S3) || selfSigned == null) {
            return;
        }
        try {
            Identity expired = trial.party().madeUp().expired();
            Exchange exchange =
                    trial.line().send(trial.place(), Call.get(trial.place().target(), expired));
            trial.record(
                    Check.S3,
                    Verdict.NOTE,
                    "self-signed: " + letIn(selfSigned) + ", expired: " + letIn(exchange),
                    List.of(selfSigned, exchange));
        } catch (GeneralSecurityException e) {
            trial.notJudged(Check.S3, "this Java platform cannot make such a certificate");
        } catch (Line.LimitReachedException e) {
            trial.notJudged(Check.S3, "the allowed number of requests is used up (--max-requests)");
        }
    }

    private static String letIn(Exchange exchange) {
        if (exchange.answer() == null) {
            return exchange.isRefusedByTls() ? "refused by TLS" : "no answer";
        }
        return exchange.sentAsMeant() ? "let in by TLS" : "not asked for";
    }

    private void protocol() {
        Exchange good = good();
        if (trial.wants(Check.S4) && good != null) {
            trial.record(Check.S4, Verdict.NOTE, good.tls().protocol + ", " + good.tls().cipher, List.of(good));
        }
    }
}
