package io.holdfast.demo.console;

import io.holdfast.demo.parties.Step;
import io.holdfast.demo.partner.RecentCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The last steps, and between them the calls of others to the APIs here. Immutable. */
final class TimelineSection {
    private static final int MOST = 50;
    private static final Html DASH = Html.element("span", "muted", "–");

    private static final Template TEMPLATE = Template.load("timeline.html");
    private static final Template ROW = Template.load("timeline-row.html");
    private final boolean apiIsHere;

    TimelineSection(boolean apiIsHere) {
        this.apiIsHere = apiIsHere;
    }

    Html render(List<Step> steps, List<RecentCall> calls) {
        Map<Instant, List<Html>> rows = new TreeMap<>(Comparator.reverseOrder());
        for (Step step : steps) {
            rows.computeIfAbsent(step.time(), any -> new ArrayList<>()).add(row(step));
        }
        Set<String> ours = steps.stream().map(Step::requestId).collect(Collectors.toSet());
        for (RecentCall call : calls) {
            if (call.requestId().isEmpty() || !ours.contains(call.requestId())) {
                rows.computeIfAbsent(call.time(), any -> new ArrayList<>()).add(row(call));
            }
        }
        List<Html> newest =
                rows.values().stream().flatMap(Collection::stream).limit(MOST).collect(Collectors.toList());
        return TEMPLATE.filling()
                .with(
                        "note",
                        apiIsHere ? "" : "The partner API is not part of this server, so its calls are not seen here.")
                .with(
                        "rows",
                        newest.isEmpty()
                                ? Html.ours(
                                        "<tr role=\"row\"><td role=\"cell\" colspan=\"7\" data-label=\"\">None yet.</td></tr>")
                                : Html.joined(newest))
                .render();
    }

    private Html row(Step step) {
        return ROW.filling()
                .with("time", Words.time(step.time()))
                .with("who", Words.capitalized(step.caller().shownName()))
                .with("what", Words.action(step))
                .with("status", Words.chip(step.status()))
                .with("reason", code(step.reason()))
                .with("certificate", step.certificate().map(Words::certificate).orElse(DASH))
                .with("verdict", StepList.judgement(step))
                .render();
    }

    private Html row(RecentCall call) {
        return ROW.filling()
                .with("time", Words.time(call.time()))
                .with("who", call.client().isEmpty() ? "Somebody else" : "Somebody else, as " + call.client())
                .with("what", Html.element("code", "", call.request()))
                .with("status", Words.chip(call.status()))
                .with("reason", code(call.reasonCode().isEmpty() ? call.reason() : call.reasonCode()))
                .with("certificate", call.certificate().isEmpty() ? DASH : Html.text(call.certificate()))
                .with("verdict", DASH)
                .render();
    }

    private static Html code(String text) {
        return text.isEmpty() ? DASH : Html.element("code", "", text);
    }
}
