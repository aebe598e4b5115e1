package io.holdfast.junit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The local repository of somebody who has installed what this build has made. */
final class BuiltRepository {
    private static final String GROUP = "io/holdfast";

    private final Path directory;

    private BuiltRepository(Path directory) {
        this.directory = directory;
    }

    /** Installs the jars of this module and of all modules that it was built with. */
    static void install(Path directory) throws IOException {
        BuiltRepository repository = new BuiltRepository(directory);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (name.startsWith("holdfast-") && name.endsWith(".jar") && !name.endsWith("-tests.jar")) {
                repository.install(jar.toFile());
            }
        }
    }

    private void install(File file) throws IOException {
        try (ZipFile jar = new ZipFile(file)) {
            ZipEntry entry = jar.stream()
                    .filter(candidate ->
                            candidate.getName().matches("META-INF/maven/io\\.holdfast/[^/]+/pom\\.properties"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + " does not say what it is"));
            Properties coordinates = new Properties();
            try (Reader properties = new StringReader(text(jar, entry))) {
                coordinates.load(properties);
            }
            String version = coordinates.getProperty("version");
            Path parent = place("holdfast-parent", version);
            Files.copy(
                    Path.of(System.getProperty("holdfast.root"), "pom.xml"),
                    parent.resolve("holdfast-parent-" + version + ".pom"),
                    StandardCopyOption.REPLACE_EXISTING);
            String artifact = coordinates.getProperty("artifactId");
            Path place = place(artifact, version);
            String pom = text(jar, jar.getEntry(entry.getName().replace("pom.properties", "pom.xml")));
            Files.writeString(place.resolve(artifact + "-" + version + ".pom"), pom);
            Files.copy(
                    file.toPath(),
                    place.resolve(artifact + "-" + version + ".jar"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path place(String artifact, String version) throws IOException {
        return Files.createDirectories(
                directory.resolve(GROUP).resolve(artifact).resolve(version));
    }

    private static String text(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
