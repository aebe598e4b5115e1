package io.holdfast.demo.parties;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scene being played: each step is done and noted at once. Used by one thread. */
final class Play {
    private final Scene scene;
    private final Witness witness;
    private final Clock clock;
    private final List<Step> steps = new ArrayList<>();
    private int focus = -1;

    Play(Scene scene, Witness witness, Clock clock) {
        this.scene = scene;
        this.witness = witness;
        this.clock = clock;
    }

    /** Makes a party's call to an API. */
    Exchange call(Party caller, URI url, Caller how, Expectation expected, String explanation)
            throws IOException, InterruptedException {
        Exchange exchange;
        try {
            exchange = how.get(url);
        } catch (IOException e) {
            note(Step.by(caller, Failure.targetOf(e), "GET " + url)
                    .judged(expected.toString(), false)
                    .explained(Failure.reasonOf(e)));
            throw e;
        }
        String reason = witness.reasonOf(exchange);
        boolean met = expected.isMetBy(exchange.status(), reason);
        note(Step.by(caller, Party.PARTNER_API, "GET " + url)
                .exchange(exchange)
                .reason(reason == null ? "" : reason)
                .judged(expected.toString(), met)
                .explained(met ? explanation : "This should have been " + expected + "."));
        return exchange;
    }

    /** Notes a step that is no call of an API. */
    void note(Step.Builder step) {
        steps.add(step.at(clock.instant()).build());
    }

    /** Makes the last noted step the point of the scene. */
    void focus() {
        focus = steps.size() - 1;
    }

    /**
     * Ends the scene.
     *
     * @param verdict the text for a scene whose steps all had the expected outcome
     */
    Outcome end(String verdict) {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (!step.asExpected()) {
                return outcome(i, "Step " + (i + 1) + " did not come out as expected. " + step.explanation());
            }
        }
        return outcome(focus < 0 ? steps.size() - 1 : focus, verdict);
    }

    private Outcome outcome(int about, String verdict) {
        return new Outcome(scene, steps, about, verdict);
    }

    /** Ends a scene that had to stop early. */
    Outcome broken(Party caller, Exception cause, @Nullable String advice) {
        String reason = Failure.reasonOf(cause);
        if (steps.isEmpty() || steps.get(steps.size() - 1).asExpected()) {
            note(Step.by(caller, Failure.targetOf(cause), scene.label()).explained(reason));
        }
        return outcome(steps.size() - 1, advice == null ? "This could not be played to its end. " + reason : advice);
    }

    /** Makes a call: as an application with the interceptor, or with a token in hand. */
    interface Caller {
        Exchange get(URI url) throws IOException;
    }
}
