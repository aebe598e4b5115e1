package io.holdfast.keystore;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A password in an environment variable. */
final class EnvironmentPassword implements PasswordSource {
    private final String name;
    private final Environment environment;

    EnvironmentPassword(String name, Environment environment) {
        this.name = Objects.requireNonNull(name, "name");
        this.environment = environment;
    }

    @Override
    public char[] password() throws KeyMaterialException {
        String value = environment.variable(name);
        if (value == null) {
            throw new KeyMaterialException("The environment variable " + name
                    + " is not set. Set it to the password, or name the variable that has it.");
        }
        return value.toCharArray();
    }

    @Override
    public String toString() {
        return "the environment variable " + name;
    }

    /** The variables of this process. */
    @FunctionalInterface
    interface Environment {
        @Nullable
        String variable(String name);
    }
}
