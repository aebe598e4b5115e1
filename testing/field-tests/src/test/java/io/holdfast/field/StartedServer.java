package io.holdfast.field;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that runs with the WARs of some trials. */
final class StartedServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration DEPLOY = Duration.ofMinutes(5);

    private final FieldServer server;
    private final ServerFamily family;
    private final Site site;
    private final List<Path> wars;
    private Program program;

    private StartedServer(FieldServer server, ServerFamily family, Site site, List<Path> wars, Program program) {
        this.server = server;
        this.family = family;
        this.site = site;
        this.wars = wars;
        this.program = program;
    }

    static StartedServer start(FieldServer server, ServerFamily family, Site site, List<Path> wars) throws Exception {
        family.prepare(site, wars);
        Program program = Program.start(server.title(), family.command(site), site.console());
        StartedServer started = new StartedServer(server, family, site, wars, program);
        try {
            started.awaitStart();
            return started;
        } catch (Throwable e) {
            started.close();
            throw e;
        }
    }

    private void awaitStart() throws Exception {
        program.await("the start", START, () -> family.isReady(site, wars));
        family.afterStart(site, wars);
    }

    /** Waits until it is so. */
    void await(String what, Callable<Boolean> condition) throws Exception {
        program.await(what, DEPLOY, condition);
    }

    URI uri(Trial trial, String path) {
        return URI.create("https://localhost:" + site.httpsPort + "/" + trial.application() + "/" + path);
    }

    boolean replacesWhileRunning() {
        return family.replacesWhileRunning();
    }

    /** Deploys the same WAR in the place of itself. */
    void replace(Trial trial) throws Exception {
        for (Path war : wars) {
            if (ServerFamily.application(war).equals(trial.application())) {
                Callable<Boolean> done = family.replace(site, war);
                program.await("the deployment of " + war.getFileName(), DEPLOY, done);
            }
        }
    }

    /** Ends it and starts it again with the same WARs. */
    void restart() throws Exception {
        program.close();
        int before = 1;
        while (Files.exists(site.base.resolve("console-" + before + ".txt"))) {
            before++;
        }
        Files.move(site.console(), site.base.resolve("console-" + before + ".txt"));
        program = Program.start(server.title(), family.command(site), site.console());
        awaitStart();
    }

    /** Counts the lines by file, and gives the outcome the first of them. */
    void readLogs(Pattern wanted, Outcome outcome) throws IOException {
        for (Path log : logs()) {
            for (String line : Site.text(log).lines().toList()) {
                if (wanted.matcher(line).find()) {
                    outcome.logged.merge(name(log), 1, Integer::sum);
                    outcome.line(line.trim());
                }
            }
        }
    }

    /** Whether any log has a line with it. */
    boolean hasLogged(Pattern wanted) throws IOException {
        Outcome any = new Outcome();
        readLogs(wanted, any);
        return !any.logged.isEmpty();
    }

    private List<Path> logs() throws IOException {
        List<Path> logs = new ArrayList<>();
        try (Stream<Path> files = Files.list(site.base)) {
            files.filter(file -> file.getFileName().toString().matches("console.*\\.txt|refused-.*\\.txt"))
                    .forEach(logs::add);
        }
        for (Path directory : family.logDirectories(site)) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    files.filter(Files::isRegularFile).forEach(logs::add);
                }
            }
        }
        logs.sort(null);
        return logs;
    }

    /** The name of a log as an operator knows it. */
    private String name(Path log) {
        String name = log.getFileName().toString().replaceAll("\\d{4}[-_]\\d\\d[-_]\\d\\d", "DATE");
        if (name.startsWith("console")) {
            return "console";
        }
        if (name.startsWith("ffdc")) {
            return "ffdc";
        }
        return name.startsWith("refused") ? "answer of asadmin" : name;
    }

    @Override
    public void close() {
        program.close();
    }
}
