package io.holdfast.demo.console;

import io.holdfast.demo.parties.Outcome;
import io.holdfast.demo.parties.SentToken;
import io.holdfast.demo.parties.Shortened;
import io.holdfast.demo.parties.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of the last button. Immutable. */
final class ResultSection {
    private static final Template RESULT = Template.load("result.html");
    private static final Template DETAILS = Template.load("details.html");
    private static final Template START = Template.load("start.html");
    private static final Html FIRST = Template.load("first.html").filling().render();
    private static final Template FACT = Template.load("fact.html");
    private final Diagram diagram = new Diagram();
    private final ThumbprintComparison thumbprints = new ThumbprintComparison();
    private final StepList steps = new StepList();
    private final TokenSection tokens = new TokenSection();
    private final boolean apiIsHere;

    /** @param apiIsHere true if the API's reasons are known here */
    ResultSection(boolean apiIsHere) {
        this.apiIsHere = apiIsHere;
    }

    /** @param buttons true if there are any to press */
    Html nothingYet(Html notice, boolean running, boolean buttons) {
        return RESULT.filling()
                .with("heading", "How it works")
                .with("notice", notice)
                .with("kind", "")
                .with("icon", Icon.INFO.large())
                .with("judgement", "Nothing has happened yet")
                .with(
                        "verdict",
                        "Every call reaches the API through its Holdfast guard."
                                + (buttons ? " Press a button to see whom it lets in." : ""))
                .with("diagram", diagram.render(null, running))
                .with(
                        "details",
                        START.filling()
                                .with("first", buttons ? FIRST : Html.NOTHING)
                                .render())
                .render();
    }

    Html render(Outcome outcome, Html notice, boolean running, Instant now) {
        Step focus = outcome.focus();
        boolean good = outcome.asExpected();
        boolean keptOut = good && focus.status() >= 400;
        return RESULT.filling()
                .with("heading", outcome.scene().label())
                .with("notice", notice)
                .with("kind", good ? "good" : "bad")
                .with("icon", coloured(good, keptOut ? Icon.KEPT_OUT : good ? Icon.YES : Icon.NO))
                .with("judgement", judgement(focus, good))
                .with("verdict", outcome.verdict())
                .with("diagram", diagram.render(focus, running))
                .with("details", details(outcome, now))
                .render();
    }

    private static Html coloured(boolean good, Icon icon) {
        return Html.ours("<span class=\"" + (good ? "good" : "bad") + "\">")
                .and(icon.large())
                .and(Html.ours("</span>"));
    }

    private static String judgement(Step focus, boolean good) {
        if (!good) {
            return "Not as expected";
        }
        String who = Words.capitalized(focus.caller().shownName());
        if (!focus.answered()) {
            return "As it should be";
        }
        return who + (focus.status() < 400 ? " is let in" : " is kept out") + ": " + focus.status()
                + ", as it should be";
    }

    private Html details(Outcome outcome, Instant now) {
        Step focus = outcome.focus();
        return DETAILS.filling()
                .with("thumbprints", thumbprints.render(focus))
                .with("facts", facts(focus))
                .with("steps", steps.render(outcome.steps()))
                .with(
                        "token",
                        focus.token().map(token -> tokens.render(token, now)).orElse(Html.NOTHING))
                .render();
    }

    private Html facts(Step step) {
        List<Html> facts = new ArrayList<>();
        facts.add(fact("Who", Html.text(Words.capitalized(step.caller().shownName()))));
        facts.add(fact("Request", Html.element("code", "", step.action())));
        facts.add(fact("Status", step.answered() ? Words.status(step.status()) : Html.text("no answer to show")));
        facts.add(fact("Challenge", challenge(step)));
        facts.add(fact("Reason code", reason(step)));
        facts.add(fact("Token sent", sent(step.token().orElse(null))));
        facts.add(fact("Certificate", step.certificate().map(Words::certificate).orElse(Html.text("none"))));
        facts.add(fact(
                "Expected",
                Html.element("code", "", step.expected()).and(Html.ours(" ")).and(StepList.judgement(step))));
        return Html.joined(facts);
    }

    private Html fact(String name, Html value) {
        return FACT.filling().with("name", name).with("value", value).render();
    }

    private static Html challenge(Step step) {
        return step.challenge().isEmpty()
                ? Html.element("span", "muted", "none")
                : Html.element("code", "", "WWW-Authenticate: " + step.challenge());
    }

    private Html reason(Step step) {
        if (step.reason().isEmpty()) {
            boolean elsewhere = !apiIsHere && step.status() >= 400;
            return Html.element("span", "muted", elsewhere ? "stands in the log of the API’s server" : "none");
        }
        return Html.ours("<code id=\"reason\">" + Html.text(step.reason()) + "</code>")
                .and(Html.element(
                        "small",
                        "",
                        "The guard notes it for its operator. The answer does not tell the caller. On the command line,"
                                + " holdfast explain says what it means and what to do (docs/doctor.md)."));
    }

    private static Html sent(@Nullable SentToken token) {
        if (token == null) {
            return Html.element("span", "muted", "none");
        }
        return Html.element("code", "", token.digest())
                .and(Html.text(" signed with the key "))
                .and(Html.element("code", "", token.kid().map(Shortened::of).orElse("that it does not name")));
    }
}
