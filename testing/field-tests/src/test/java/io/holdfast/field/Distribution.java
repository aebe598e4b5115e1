package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server as its makers publish it in Maven Central: fetched through Maven, unpacked once, never changed. */
final class Distribution {
    private static final Duration FETCH = Duration.ofMinutes(15);
    private static final Duration UNPACK = Duration.ofMinutes(5);

    private Distribution() {}

    /**
     * Where it is: the one directory or file in what was unpacked.
     *
     * @param coordinates group:artifact:version:type[:classifier]
     */
    static Path of(String coordinates, Path cache) throws IOException, InterruptedException {
        Path directory = cache.resolve(coordinates.replace(':', '_')).toAbsolutePath();
        return only(FilledOnce.directory(directory, content -> {
            Path fetched = Files.createDirectories(directory.resolve("fetched"));
            fetch(coordinates, fetched, directory.resolve("maven.txt"));
            unpack(only(fetched), content, directory.resolve("unpack.txt"));
        }));
    }

    /**
     * Where all libraries of a project are that is no part of this build.
     *
     * @param project its {@code pom.xml}
     * @param property what the project calls the version of its dependencies
     */
    static Path libraries(Path project, String property, String version, Path cache)
            throws IOException, InterruptedException {
        Path directory = cache.resolve(property + "_" + version);
        return FilledOnce.directory(
                directory,
                content -> maven(
                        "the libraries of " + project,
                        directory.resolve("maven.txt"),
                        "-f",
                        project.toAbsolutePath().toString(),
                        "-D" + property + ".version=" + version,
                        "org.apache.maven.plugins:maven-dependency-plugin:" + Versions.of("maven-dependency-plugin")
                                + ":copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=" + content));
    }

    private static void fetch(String coordinates, Path directory, Path console)
            throws IOException, InterruptedException {
        maven(
                coordinates,
                console,
                "-N",
                "-f",
                Path.of("pom.xml").toAbsolutePath().toString(),
                "dependency:copy",
                "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + directory);
    }

    private static void maven(String fetched, Path console, String... words) throws IOException, InterruptedException {
        Path maven = Path.of(System.getProperty("holdfast.maven"), "bin", "mvn");
        List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp"));
        command.addAll(List.of(words));
        Program.run(
                "Maven, which fetches " + fetched + ",",
                Program.command(Path.of(System.getProperty("java.home")), command),
                console,
                FETCH);
    }

    private static void unpack(Path archive, Path directory, Path console) throws IOException, InterruptedException {
        String name = archive.getFileName().toString();
        if (name.endsWith(".jar") && !name.endsWith(".tar.gz")) {
            Files.move(archive, directory.resolve(name));
            return;
        }
        Path java = Path.of(System.getProperty("java.home"));
        List<String> words = name.endsWith(".zip")
                ? List.of(java.resolve("bin/jar").toString(), "xf", archive.toString())
                : List.of("tar", "xzf", archive.toString());
        Program.run(
                "The unpacking of " + name,
                Program.command(java, words).directory(directory.toFile()),
                console,
                UNPACK);
        Files.delete(archive);
        makeScriptsExecutable(directory);
    }

    /** The JDK's jar program forgets it. */
    private static void makeScriptsExecutable(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (file.getParent().getFileName().toString().equals("bin")
                        && !file.toFile().setExecutable(true)) {
                    throw new IOException(file + " cannot be made executable.");
                }
            }
        }
    }

    private static Path only(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.toList();
            if (found.size() != 1) {
                throw new AssertionError(directory + " holds " + found + " instead of one file: mvn clean.");
            }
            return found.get(0);
        }
    }
}
