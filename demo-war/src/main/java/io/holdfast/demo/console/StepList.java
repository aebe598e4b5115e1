package io.holdfast.demo.console;

import io.holdfast.demo.parties.Shortened;
import io.holdfast.demo.parties.Step;
import java.util.List;
import java.util.stream.Collectors;

/** The steps of a scene in their order. Immutable. */
final class StepList {
    private static final Template TEMPLATE = Template.load("step.html");

    Html render(List<Step> steps) {
        return Html.joined(steps.stream().map(this::step).collect(Collectors.toList()));
    }

    private Html step(Step step) {
        Html did = Html.text(Words.capitalized(step.caller().shownName()) + " ").and(Words.action(step));
        Html came = judgement(step);
        if (step.answered()) {
            came = Words.status(step.status()).and(Html.ours(" ")).and(came);
        }
        if (!step.reason().isEmpty()) {
            came = came.and(Html.ours(" ")).and(Html.element("code", "", step.reason()));
        }
        if (step.token().isPresent() && step.certificate().isPresent()) {
            came = came.and(Html.element(
                    "span",
                    "muted",
                    "token for "
                            + step.token().get().boundTo().map(Shortened::of).orElse("anybody")
                            + ", connection by "
                            + Shortened.of(step.certificate().get().thumbprint())));
        }
        return TEMPLATE.filling()
                .with("did", did)
                .with("came", came)
                .with("explanation", step.explanation())
                .render();
    }

    /** Renders the judgement of a step, with a sign and in words. */
    static Html judgement(Step step) {
        return step.asExpected()
                ? Html.ours("<span class=\"good\">").and(Icon.YES.small()).and(Html.ours(" as expected</span>"))
                : Html.ours("<span class=\"bad\">").and(Icon.NO.small()).and(Html.ours(" not as expected</span>"));
    }
}
