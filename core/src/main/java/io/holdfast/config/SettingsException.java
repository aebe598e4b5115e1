package io.holdfast.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Settings that do not work, so that nothing may start with them. Lists all problems at once, each with the setting,
 * its value and the fix.
 */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /**
     * Makes an exception of the problems.
     *
     * @param problems at least one, each a sentence for the operator
     */
    public SettingsException(Collection<String> problems) {
        super(message(problems));
        this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
    }

    private static String message(Collection<String> problems) {
        StringBuilder text = new StringBuilder("Holdfast does not start with these settings:");
        problems.forEach(problem -> text.append("\n  - ").append(problem));
        return text.toString();
    }

    /** Each problem, a sentence for the operator. */
    public List<String> problems() {
        return problems;
    }
}
