package io.holdfast.field;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jars with everything inside. */
final class Jars {
    private Jars() {}

    static Path filter() {
        return named("holdfast.filter");
    }

    static Path valve() {
        return named("holdfast.valve");
    }

    private static Path named(String property) {
        Path jar = Path.of(System.getProperty(property, "none"));
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("There is no jar " + jar + ", which the property " + property
                    + " names. Run mvn -Pfield verify in the project's directory.");
        }
        return jar;
    }
}
