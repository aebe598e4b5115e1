package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as one JSON object of the schema {@code holdfast-probe/1}. Of bodies it has length and digest alone. */
final class JsonReport {
    private static final int LONGEST_VALUE = 120;

    /** Header fields of an answer whose values are shown. Others may hold a session, and are named alone. */
    private static final Set<String> SHOWN = Set.of(
            "allow",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "location",
            "retry-after",
            "server",
            "strict-transport-security",
            "transfer-encoding",
            "vary",
            "via",
            "www-authenticate");

    private final ProbeReport report;

    private JsonReport(ProbeReport report) {
        this.report = report;
    }

    static Map<String, Object> of(ProbeReport report) {
        return new JsonReport(report).members();
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("schema", "holdfast-probe/1");
        members.put("url", shown(report.settings().place.url().toString()));
        members.put("run", report.settings().runId);
        members.put("requests", report.requests());
        members.put("judged", report.isJudged());
        List<Result> controls = report.results().stream()
                .filter(result -> result.check().isControl())
                .collect(Collectors.toList());
        List<Result> checks = report.results().stream()
                .filter(result -> !result.check().isControl())
                .collect(Collectors.toList());
        members.put("controls", controls.stream().map(this::result).collect(Collectors.toList()));
        members.put("checks", checks.stream().map(this::result).collect(Collectors.toList()));
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("proven", report.binding().isProven());
        binding.put("reason", shown(report.binding().reason()));
        members.put("binding", binding);
        members.put(
                "stale",
                report.stale().stream().map(entry -> entry.staleWords()).collect(Collectors.toList()));
        return members;
    }

    private Map<String, Object> result(Result result) {
        Check check = result.check();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", check.name());
        members.put("verdict", result.verdict().toString());
        members.put("level", check.level().name());
        members.put("severity", check.severity().toString());
        members.put("source", check.source());
        members.put("expected", check.expectation());
        members.put("seen", shown(result.seen()));
        report.known(result).ifPresent(reason -> members.put("known", reason));
        members.put("refusal", result.refusal());
        members.put("evidence", result.evidence().stream().map(this::exchange).collect(Collectors.toList()));
        return members;
    }

    private Map<String, Object> exchange(Exchange exchange) {
        Map<String, Object> members = new LinkedHashMap<>();
        Call call = exchange.call();
        List<String> request = new ArrayList<>();
        request.add(call.method() + " " + shortened(shown(call.target())));
        call.headers().forEach(header -> request.add(header.getKey() + ": " + shortened(shown(header.getValue()))));
        members.put("request", request);
        members.put("meant", call.identity().label());
        members.put("tls", exchange.tls().protocol);
        members.put("asked", exchange.tls().asked);
        members.put("resumed", exchange.tls().resumed);
        members.put("certificateSent", sent(exchange));
        members.put("answer", answer(exchange));
        return members;
    }

    private static @Nullable String sent(Exchange exchange) {
        return exchange.tls().sent.isEmpty() ? null : new Identity("", exchange.tls().sent, null).thumbprint();
    }

    private Object answer(Exchange exchange) {
        Answer answer = exchange.answer();
        if (answer == null) {
            return shown(exchange.words());
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("status", answer.status());
        members.put(
                "head",
                answer.headers().stream()
                        // its value is different each time
                        .filter(header -> !header.getKey().equalsIgnoreCase("Date"))
                        .map(this::field)
                        .collect(Collectors.toList()));
        members.put("length", answer.length());
        members.put("sha256", answer.digest());
        return members;
    }

    private String field(Map.Entry<String, String> header) {
        String name = header.getKey().toLowerCase(Locale.ROOT);
        if (!SHOWN.contains(name)) {
            return shortened(shown(header.getKey()));
        }
        // sessions and states of a login stand behind the path
        String value =
                name.equals("location") ? header.getValue().replaceFirst("(?s)[?;#].*", "...") : header.getValue();
        return shown(header.getKey()) + ": " + shortened(shown(value));
    }

    private String shown(String text) {
        return report.shown(text);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, 60) + "... (" + text.length() + " characters)";
    }
}
