package io.holdfast.demo.parties;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The outcome of a scene. Immutable. */
public final class Outcome {
    private final Scene scene;
    private final List<Step> steps;
    private final int focus;
    private final String verdict;

    Outcome(Scene scene, List<Step> steps, int focus, String verdict) {
        this.scene = scene;
        this.steps = Collections.unmodifiableList(new ArrayList<>(steps));
        this.focus = focus;
        this.verdict = verdict;
    }

    public Scene scene() {
        return scene;
    }

    /** The steps in the order in which they happened; not empty. */
    public List<Step> steps() {
        return steps;
    }

    /** The step that shows the scene's point. */
    public Step focus() {
        return steps.get(focus);
    }

    /** True if every step had the expected outcome. */
    public boolean asExpected() {
        return steps.stream().allMatch(Step::asExpected);
    }

    /** A sentence for people: what the scene has shown, or why it has not. */
    public String verdict() {
        return verdict;
    }
}
