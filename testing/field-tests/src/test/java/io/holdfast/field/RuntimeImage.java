package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Java runtime with some modules only, as {@code jlink} makes it from this JDK. */
final class RuntimeImage {
    private RuntimeImage() {}

    static Path of(List<String> modules, Path directory) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"));
        if (modules.isEmpty()) {
            return java;
        }
        Path image = directory.resolve("jdk-" + Runtime.version().feature()).toAbsolutePath();
        if (!Files.exists(image.resolve("release"))) {
            Site.delete(image);
            Files.createDirectories(directory);
            Program.run(
                    "jlink",
                    Program.command(
                            java,
                            List.of(
                                    java.resolve("bin/jlink").toString(),
                                    "--add-modules",
                                    String.join(",", modules),
                                    "--output",
                                    image.toString())),
                    directory.resolve("jlink.txt").toAbsolutePath(),
                    Duration.ofMinutes(5));
        }
        return image;
    }
}
