package io.holdfast.field;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the whole servers, which stand in the parent {@code pom.xml}. */
final class Versions {
    private static final Properties ALL = new Properties();

    static {
        try (InputStream file = Versions.class.getResourceAsStream("servers.properties")) {
            ALL.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Versions() {}

    static String of(String server) {
        String version = ALL.getProperty(server, "");
        if (version.isEmpty() || version.contains("${")) {
            throw new AssertionError("servers.properties has no version of " + server + ": '" + version + "'.");
        }
        return version;
    }
}
