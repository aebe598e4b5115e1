package io.holdfast.doctor.explain;

import io.holdfast.doctor.cli.Output;
import io.holdfast.resource.RefusalReason;
import io.holdfast.resource.ResponseHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a decision with all its checks. */
final class DecisionReport {
    private final Explanation explanation;
    private final StepText text;
    private final Remedies remedies = Remedies.read();

    DecisionReport(Explanation explanation, StepText text) {
        this.explanation = explanation;
        this.text = text;
    }

    void write(Output output) {
        if (output.isJson()) {
            output.json(members());
            return;
        }
        output.line("decision       " + headline());
        if (explanation.token() != null) {
            output.line("token          " + explanation.token().inWords());
        }
        for (Step step : text.shownSteps()) {
            write(step, output);
        }
        explanation.reason().ifPresent(reason -> writeRemedy(reason, output));
    }

    private String headline() {
        String keys = explanation.token() != null ? " (" + explanation.keys().words() + ")" : "";
        return explanation
                        .reason()
                        .map(reason -> reason.status() + " " + reason.code()
                                + (explanation.decision().permitted() ? ", only reported: the request passes" : ""))
                        .orElse("the request passes")
                + keys;
    }

    private void write(Step step, Output output) {
        Explanation.Verdict verdict = explanation.verdict(step);
        if (verdict == Explanation.Verdict.NOT_REACHED) {
            output.line(String.format("  %s  %-12s not reached", verdict.word(), step.title()));
            return;
        }
        String setting = step.settingName().isEmpty() ? "" : " [" + step.settingName() + "]";
        String line = String.format(
                "  %-12s found %s; expected %s%s", step.title(), text.found(step), text.expected(step), setting);
        Output.Colour colour = verdict == Explanation.Verdict.FAIL ? Output.Colour.RED : Output.Colour.GREEN;
        output.line(colour, "  " + verdict.word(), line);
    }

    private void writeRemedy(RefusalReason reason, Output output) {
        if (!explanation.detail().isEmpty()) {
            output.line("detail         " + explanation.detail());
        }
        for (ResponseHeader header : explanation.decision().headers()) {
            output.line("answer         " + header.name() + ": " + header.value());
        }
        output.line("to do          " + remedies.of(reason, explanation.detail()));
        output.line("page           " + Remedies.PAGE);
    }

    private Map<String, Object> members() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "holdfast-explain/1");
        json.put("permitted", explanation.decision().permitted());
        json.put("reason", explanation.reason().map(RefusalReason::code).orElse(null));
        json.put("status", explanation.reason().map(RefusalReason::status).orElse(null));
        json.put("signature", explanation.keys().words());
        json.put("token", explanation.token() != null ? explanation.token().members() : null);
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Step step : text.shownSteps()) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("check", step.title());
            check.put("verdict", explanation.verdict(step).toString());
            check.put("found", text.found(step));
            check.put("expected", text.expected(step));
            check.put("setting", step.settingName());
            checks.add(check);
        }
        json.put("checks", checks);
        json.put("detail", explanation.detail());
        json.put(
                "answer",
                explanation.decision().headers().stream()
                        .map(header -> header.name() + ": " + header.value())
                        .collect(Collectors.toList()));
        json.put(
                "toDo",
                explanation
                        .reason()
                        .map(reason -> remedies.of(reason, explanation.detail()))
                        .orElse(null));
        json.put("page", Remedies.PAGE);
        return json;
    }
}
