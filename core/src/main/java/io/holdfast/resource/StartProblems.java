package io.holdfast.resource;

import io.holdfast.config.SettingsException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The problems that keep a protected resource from starting, collected, so that the operator reads all of them at once.
 *
 * <p>For one thread.
 */
final class StartProblems {
    private final Set<String> problems = new LinkedHashSet<>();

    /** Returns the step's result; empty if it has a problem, which is noted. */
    <T> Optional<T> collect(Step<T> step) {
        try {
            return Optional.of(step.take());
        } catch (SettingsException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    void requireNone() throws SettingsException {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** The problem of a setting whose value, or what it names, cannot be used. */
    static SettingsException unusable(String setting, Object value, @Nullable String why) {
        return new SettingsException(
                Collections.singleton("The setting '" + setting + "' = '" + value + "' cannot be used. " + why));
    }

    /** A step of the start. */
    interface Step<T> {
        T take() throws SettingsException;
    }
}
