package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Maven of somebody who uses what this build has made, with a local repository of its own: nothing of an unfinished
 * build gets into the developer's. What others have made comes from the developer's, or from where Maven finds it.
 */
public final class UsersMaven {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path localRepository;
    private final Path settings;

    private UsersMaven(Path localRepository, Path settings) {
        this.localRepository = localRepository;
        this.settings = settings;
    }

    /** A Maven whose local repository has what it needs of this build. */
    public static UsersMaven with(Path localRepository) throws IOException {
        return with(localRepository, "");
    }

    /** A Maven that looks first into this repository of releases, whose checksums have to be right. */
    public static UsersMaven with(Path localRepository, String id, URI repository) throws IOException {
        return with(
                localRepository,
                "<repository><id>" + id + "</id><url>" + repository
                        + "</url><releases><checksumPolicy>fail</checksumPolicy></releases>"
                        + "<snapshots><enabled>false</enabled></snapshots></repository>");
    }

    private static UsersMaven with(Path localRepository, String first) throws IOException {
        Path settings = Files.createDirectories(localRepository).resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <profiles>
                    <profile>
                      <id>fetched</id>
                      <repositories>REPOSITORIES</repositories>
                      <pluginRepositories>PLUGINS</pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>fetched</activeProfile></activeProfiles>
                </settings>
                """.replace("REPOSITORIES", first + fetched("repository"))
                .replace("PLUGINS", fetched("pluginRepository")));
        return new UsersMaven(localRepository, settings);
    }

    /** The local repository of the developer's Maven. */
    private static String fetched(String element) {
        return "<" + element + "><id>fetched</id><url>"
                + Path.of(System.getProperty("holdfast.localRepository")).toUri()
                + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>"
                + "<snapshots><enabled>false</enabled></snapshots></" + element + ">";
    }

    /** Runs it in a project's directory, where it has to succeed, and returns what it prints. */
    public String run(Path project, String... goals) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("holdfast.maven"), "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-gs",
                settings.toString(),
                "-Dmaven.repo.local=" + localRepository));
        line.addAll(List.of(goals));
        Path printed = project.resolve("maven.txt");
        ProcessBuilder command = new ProcessBuilder(line)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        command.environment().keySet().removeIf(name -> name.matches("MAVEN_.*|JAVA_TOOL_OPTIONS|HOLDFAST_.*"));
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process maven = command.start();
        try {
            boolean ended = maven.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            String text = Files.readString(printed);
            assertThat(ended).as(text).isTrue();
            assertThat(maven.exitValue()).as(text).isZero();
            return text;
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly();
        }
    }
}
