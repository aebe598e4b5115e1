package io.holdfast.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The demo cannot start as it is configured; says everything that is wrong, so that one correction is enough. */
public final class DemoConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> problems;

    /** @param problems at least one sentence that says what came, what was expected and what to do */
    public DemoConfigurationException(List<String> problems) {
        super("The Holdfast demo cannot start:\n  - " + String.join("\n  - ", problems));
        this.problems = new ArrayList<>(problems);
    }

    /** Every problem that was found, in the order in which the settings were read. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }
}
