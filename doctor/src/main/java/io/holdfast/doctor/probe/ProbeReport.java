package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.Redaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results of a run. Every text of it is free of tokens. Immutable. */
final class ProbeReport {
    private final ProbeSettings settings;
    private final Redaction redaction;
    private final int requests;
    private final Map<Check, Result> results = new EnumMap<>(Check.class);
    private final Binding binding;

    ProbeReport(
            ProbeSettings settings, Redaction redaction, int requests, Map<Check, Result> results, Binding binding) {
        this.settings = settings;
        this.redaction = redaction;
        this.requests = requests;
        results.forEach((check, result) -> {
            if (check.isControl() || settings.wanted.contains(check)) {
                this.results.put(check, result);
            }
        });
        this.binding = binding;
    }

    ProbeSettings settings() {
        return settings;
    }

    int requests() {
        return requests;
    }

    Binding binding() {
        return binding;
    }

    /** Text without the tokens of the run. */
    String shown(String text) {
        return redaction.shown(text);
    }

    /** The results in the catalogue's order. */
    List<Result> results() {
        return List.copyOf(results.values());
    }

    List<Result> with(Verdict verdict) {
        return results.values().stream()
                .filter(result -> result.verdict() == verdict)
                .collect(Collectors.toList());
    }

    /** The reason to bear a finding that is known. */
    Optional<String> known(Result result) {
        return result.verdict().isFinding() ? settings.known.of(result).map(entry -> entry.reason) : Optional.empty();
    }

    /** Known findings that are none any more. */
    List<KnownFindings.Entry> stale() {
        return settings.known.stale(results.values());
    }

    /** Failures and warnings that are not known, the gravest first. */
    List<Result> findings() {
        List<Result> findings = new ArrayList<>(with(Verdict.FAIL));
        findings.addAll(with(Verdict.WARN));
        findings.removeIf(result -> known(result).isPresent());
        findings.sort(Comparator.comparing((Result result) -> result.check().severity()));
        return findings;
    }

    /** True if something of this severity or a graver one is wrong. */
    boolean hasFinding(Severity least) {
        return findings().stream().anyMatch(result -> result.check().severity().isAtLeast(least));
    }

    /** True if the controls hold, so that there are judgements at all. */
    boolean isJudged() {
        return results.values().stream().anyMatch(result -> !result.check().isControl());
    }
}
