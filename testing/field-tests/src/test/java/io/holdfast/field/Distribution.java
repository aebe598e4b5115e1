package io.holdfast.field;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Path directory = Files.createDirectories(
                cache.resolve(coordinates.replace(':', '_')).toAbsolutePath());
        Path whole = directory.resolve("whole");
        // Tests of another process may want the same one.
        try (FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(whole)) {
                Path fetched = Files.createDirectories(directory.resolve("fetched"));
                fetch(coordinates, fetched, directory.resolve("maven.txt"));
                Path content = Files.createDirectories(directory.resolve("content"));
                unpack(only(fetched), content, directory.resolve("unpack.txt"));
                Files.createFile(whole);
            }
        }
        return only(directory.resolve("content"));
    }

    private static void fetch(String coordinates, Path directory, Path console)
            throws IOException, InterruptedException {
        Path maven = Path.of(System.getProperty("holdfast.maven"), "bin", "mvn");
        ProcessBuilder command = Program.command(
                Path.of(System.getProperty("java.home")),
                List.of(
                        maven.toString(),
                        "-B",
                        "-ntp",
                        "-N",
                        "-f",
                        Path.of("pom.xml").toAbsolutePath().toString(),
                        "dependency:copy",
                        "-Dartifact=" + coordinates,
                        "-DoutputDirectory=" + directory));
        Program.run("Maven, which fetches " + coordinates + ",", command, console, FETCH);
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
