package io.holdfast.frameworks;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class path that Maven gives to a project with a framework, and Holdfast's own jars. Nothing of the tests' class path is
 * on it, so frameworks that do not go together run one after another.
 */
final class ClassPaths {
    private static final String FILE = "class-path.txt";
    private static final long LIMIT_MINUTES = 9;

    private static final String JOSE4J = "org.bitbucket.b_c:jose4j:" + System.getProperty("frameworks.jose4j");

    private static final String EXCLUSION = "<exclusions><exclusion><groupId>org.slf4j</groupId>"
            + "<artifactId>slf4j-api</artifactId></exclusion></exclusions>";

    private static final List<String> OWN_TYPES = List.of(
            "io.holdfast.token.AccessTokenVerifier",
            "io.holdfast.keyring.KeyRing",
            "io.holdfast.httpclient.BoundTokenInterceptor",
            "io.holdfast.httpclient4.BoundTokenHttpClientBuilder",
            "io.holdfast.okhttp.WrongCertificateException");

    private final Path directory;

    private ClassPaths(Path directory) {
        this.directory = directory;
    }

    /** Fetches what the libraries need, all in one run of Maven. */
    static ClassPaths fetch(List<Library> libraries, Path directory) throws IOException, InterruptedException {
        ClassPaths all = new ClassPaths(directory);
        List<Library> missing = new ArrayList<>();
        for (Library library : libraries) {
            Path pom = Files.createDirectories(directory.resolve(library.id())).resolve("pom.xml");
            String project = project(library);
            if (!Files.exists(pom)
                    || !Files.readString(pom).equals(project)
                    || !Files.exists(pom.resolveSibling(FILE))) {
                Files.writeString(pom, project);
                Files.deleteIfExists(pom.resolveSibling(FILE));
                missing.add(library);
            }
        }
        if (!missing.isEmpty()) {
            all.runMaven(missing);
        }
        return all;
    }

    private void runMaven(List<Library> libraries) throws IOException, InterruptedException {
        Path pom = Files.writeString(
                directory.resolve("pom.xml"),
                pom(
                        "all",
                        "<packaging>pom</packaging><modules>"
                                + libraries.stream()
                                        .map(library -> "<module>" + library.id() + "</module>")
                                        .collect(Collectors.joining())
                                + "</modules>"));
        Path console = directory.resolve("maven.txt");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("holdfast.maven"), "bin", "mvn")
                                .toString(),
                        "-B",
                        "-ntp",
                        "-f",
                        pom.toString(),
                        "org.apache.maven.plugins:maven-dependency-plugin:" + System.getProperty("frameworks.plugin")
                                + ":build-classpath",
                        "-Dmdep.outputFile=" + FILE)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = command.start();
        try {
            boolean ended = maven.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            if (!ended || maven.exitValue() != 0) {
                throw new AssertionError("Maven could not fetch the libraries: " + Files.readString(console));
            }
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
    }

    private static String project(Library library) {
        List<String> wanted = new ArrayList<>(library.coordinates());
        wanted.add(JOSE4J);
        String managed = dependencies(wanted.stream().filter(ClassPaths::isBom));
        String direct = dependencies(wanted.stream().filter(wantedOne -> !isBom(wantedOne)));
        return pom(library.id(), "<dependencyManagement>" + managed + "</dependencyManagement>" + direct);
    }

    private static boolean isBom(String coordinates) {
        return coordinates.endsWith(":pom");
    }

    private static String dependencies(Stream<String> coordinates) {
        return coordinates
                .map(ClassPaths::dependency)
                .collect(Collectors.joining("", "<dependencies>", "</dependencies>"));
    }

    private static String dependency(String coordinates) {
        String[] parts = coordinates.split(":", -1);
        return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId>"
                + (parts.length > 2 ? "<version>" + parts[2] + "</version>" : "")
                + (parts.length > 3 ? "<type>pom</type><scope>import</scope>" : "")
                // As in Holdfast's own: it asks for a newer one than it needs.
                + (coordinates.equals(JOSE4J) ? EXCLUSION : "")
                + "</dependency>";
    }

    private static String pom(String name, String content) {
        return "<project><modelVersion>4.0.0</modelVersion><groupId>user</groupId><artifactId>" + name
                + "</artifactId><version>1</version>" + content + "</project>\n";
    }

    /** What a program with this library is compiled and run with. */
    List<Path> of(Library library) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String one : OWN_TYPES) {
            jars.add(placeOf(one));
        }
        String fetched = Files.readString(directory.resolve(library.id()).resolve(FILE));
        Stream.of(fetched.trim().split(File.pathSeparator, -1)).map(Path::of).forEach(jars::add);
        if (!holds(jars, "httpclient5-")) {
            // Holdfast calls the authorization server with it.
            jars.add(placeOf("org.apache.hc.client5.http.HttpRoute"));
            jars.add(placeOf("org.apache.hc.core5.http.HttpHost"));
            jars.add(placeOf("org.apache.hc.core5.http2.HttpVersionPolicy"));
        }
        if (!holds(jars, "slf4j-api-")) {
            jars.add(placeOf("org.slf4j.Logger"));
        }
        return jars;
    }

    private static boolean holds(List<Path> jars, String name) {
        return jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(name));
    }

    private static Path placeOf(String type) {
        try {
            return Path.of(Class.forName(type, false, ClassPaths.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
