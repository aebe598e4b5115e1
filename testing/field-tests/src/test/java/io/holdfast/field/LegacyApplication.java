package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The application of the old kind, compiled from one source for either namespace. */
final class LegacyApplication {
    private static final Path SOURCE = Path.of("src", "legacy");

    private LegacyApplication() {}

    /** The lines of {@code web.xml} that are its own. */
    static String descriptor(Path reached) throws IOException {
        return Files.readString(SOURCE.resolve("application.xml")).replace("@reached@", reached.toString());
    }

    /** The directory of its pages and files. */
    static Path webapp() {
        return SOURCE.resolve("webapp");
    }

    /** Compiles it for Java 8 into a directory. */
    static Path compile(Namespace namespace, Path directory) throws IOException {
        List<Path> sources = new ArrayList<>();
        Path copies = Files.createDirectories(directory.resolve("java"));
        try (Stream<Path> all = Files.walk(SOURCE.resolve("java"))) {
            for (Path source : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(source).replace("javax.servlet", namespace.name + ".servlet");
                sources.add(Files.writeString(copies.resolve(source.getFileName()), text));
            }
        }
        return compile(namespace, sources, directory.resolve("classes"));
    }

    /** Compiles sources for Java 8 and the servlet API of a namespace into a directory. */
    static Path compile(Namespace namespace, List<Path> sources, Path directory) throws IOException {
        return JavaSources.compile(
                sources,
                Files.createDirectories(directory),
                "--release",
                "8",
                "-Xlint:-options",
                "-proc:none",
                "-cp",
                namespace.servletApi().toString());
    }
}
