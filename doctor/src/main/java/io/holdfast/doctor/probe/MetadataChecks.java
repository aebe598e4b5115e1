package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.CompactToken;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** M: what resource and issuer publish, and the token. */
final class MetadataChecks {
    private final Trial trial;
    private final @Nullable IssuerDocuments issuer;

    MetadataChecks(Trial trial, @Nullable IssuerDocuments issuer) {
        this.trial = trial;
        this.issuer = issuer;
    }

    void run() {
        if (trial.wants(Check.M1)) {
            resource();
        }
        if (issuer != null && trial.wants(Check.M2)) {
            issuer(issuer);
        }
        if (trial.wants(Check.M3)) {
            token();
        }
    }

    private void resource() {
        Place place = trial.place();
        try {
            String path = place.path().equals("/") ? "" : place.path();
            Exchange exchange = published("/.well-known/oauth-protected-resource" + path);
            if (!isPublished(exchange) && !path.isEmpty()) {
                exchange = published("/.well-known/oauth-protected-resource");
            }
            Answer answer = exchange.answer();
            if (answer == null || !isPublished(exchange)) {
                trial.notJudged(Check.M1, "the resource publishes no metadata: " + exchange.words());
                return;
            }
            List<String> faults = faults(StrictJson.parseObject(answer.body()));
            if (faults.isEmpty()) {
                trial.record(Check.M1, Verdict.PASS, "they agree with the token", List.of(exchange));
            } else {
                trial.finding(Check.M1, "The metadata: " + String.join("; ", faults) + ".", List.of(exchange));
            }
        } catch (MalformedJsonException e) {
            trial.notJudged(Check.M1, "the metadata are no JSON");
        } catch (Line.LimitReachedException e) {
            trial.notJudged(Check.M1, "the allowed number of requests is used up (--max-requests)");
        }
    }

    private Exchange published(String path) {
        return trial.line().send(trial.place(), Call.get(path, trial.party().own()));
    }

    private static boolean isPublished(Exchange exchange) {
        Answer answer = exchange.answer();
        return answer != null && answer.status() == 200 && answer.type().equals("application/json");
    }

    private List<String> faults(Map<String, Object> metadata) {
        List<String> faults = new ArrayList<>();
        Object resource = metadata.get("resource");
        if (!(resource instanceof String) || !trial.place().url().toString().startsWith((String) resource)) {
            faults.add("resource is not the beginning of this URL");
        }
        Object servers = metadata.get("authorization_servers");
        String iss = trial.party().jwt().map(token -> token.text("iss")).orElse("");
        if (servers instanceof List && !iss.isEmpty() && !((List<?>) servers).contains(iss)) {
            faults.add("authorization_servers lacks the token's issuer");
        }
        boolean bound = Boolean.TRUE.equals(metadata.get("tls_client_certificate_bound_access_tokens"));
        Result unbound = trial.result(Check.B18);
        if (bound && unbound != null && unbound.verdict().isFinding()) {
            faults.add("tls_client_certificate_bound_access_tokens is true, but an unbound token is accepted");
        } else if (!bound) {
            faults.add("tls_client_certificate_bound_access_tokens is not true");
        }
        return faults;
    }

    private void issuer(IssuerDocuments documents) {
        Optional<Map<String, Object>> metadata = documents.metadata();
        if (metadata.isEmpty()) {
            trial.notJudged(Check.M2, "the issuer's metadata were not read: " + documents.problem());
            return;
        }
        trial.record(
                Check.M2,
                Verdict.NOTE,
                "tls_client_certificate_bound_access_tokens "
                        + shown(metadata.get().getOrDefault("tls_client_certificate_bound_access_tokens", "missing"))
                        + ", mtls_endpoint_aliases "
                        + (metadata.get().containsKey("mtls_endpoint_aliases") ? "present" : "missing"),
                List.of());
    }

    private static String shown(Object value) {
        return value instanceof Boolean || value.equals("missing") ? value.toString() : "something else";
    }

    private void token() {
        Optional<CompactToken> jwt = trial.party().jwt();
        if (jwt.isEmpty()) {
            trial.notJudged(Check.M3, "the token is opaque");
            return;
        }
        List<String> notes = new ArrayList<>();
        Instant end = jwt.get().time("exp");
        Instant start = jwt.get().time("iat");
        Instant certificateEnd = trial.party().own().certificate().getNotAfter().toInstant();
        if (end == null) {
            notes.add("the token has no end");
        } else if (end.isAfter(certificateEnd)) {
            notes.add("the token outlives the certificate");
        }
        if (start != null && end != null && Duration.between(start, end).compareTo(Duration.ofHours(1)) > 0) {
            notes.add("it lives longer than an hour");
        }
        String type = jwt.get().parameter("typ");
        if (!type.equalsIgnoreCase("at+jwt") && !type.equalsIgnoreCase("application/at+jwt")) {
            notes.add("its typ is " + (type.isEmpty() ? "missing" : io.holdfast.text.Printable.of(type))
                    + ", not at+jwt");
        }
        trial.record(Check.M3, Verdict.NOTE, notes.isEmpty() ? "nothing to say" : String.join(", ", notes), List.of());
    }
}
