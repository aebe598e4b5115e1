package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.holdfast.testkit.FakeAuthorizationServer;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.function.Executable;

/** All that one server has to show, step by step. A step that fails leaves the documentation as it was. */
final class ServerRun {
    private static final int REDEPLOYMENTS = 3;

    private final FieldServer server;
    private final ServerFamily family;
    private final Path target;
    private final Pki pki;
    private final FakeAuthorizationServer issuer;
    private final Callers callers;
    private final Map<Trial, Outcome> outcomes = new EnumMap<>(Trial.class);
    private final RightDoor right;
    private @Nullable StartedServer started;
    private @Nullable TrialWars wars;
    private boolean failed;

    ServerRun(FieldServer server, Path target, Pki pki, FakeAuthorizationServer issuer) {
        this.server = server;
        this.family = server.family().get();
        this.target = target;
        this.pki = pki;
        this.issuer = issuer;
        this.callers = new Callers(pki.parties);
        this.right = new RightDoor(callers, issuer.tokens(), pki.parties);
    }

    DynamicNode tests() {
        List<DynamicNode> tests = new ArrayList<>();
        for (List<Trial> trials : family.starts()) {
            String doors = trials.get(0).title;
            tests.add(step(doors + ": it starts", () -> start(trials)));
            for (Protocol protocol : Protocol.values()) {
                tests.add(step(
                        doors + ": own certificate 200, thief 401, none 401, no token 401 over " + protocol,
                        () -> right.show(running(), warsOf(), trials.get(0), protocol, expected(protocol))));
            }
            tests.add(step(doors + ": the documented curl tells a door from none", () -> curl(trials)));
            for (Trial trial : trials) {
                if (trial.kind != Trial.Kind.RIGHT) {
                    tests.add(step(trial.title + ": " + duty(trial), () -> ask(trial)));
                }
            }
            if (family.replacesWhileRunning()) {
                for (Trial trial : trials) {
                    if (trial.kind != Trial.Kind.RIGHT) {
                        tests.add(step(
                                trial.title + ": " + duty(trial) + " after three redeployments",
                                () -> redeploy(trial)));
                    }
                }
            } else {
                tests.add(step("the same after three restarts", () -> restart(trials)));
            }
            tests.add(step(doors + ": the logs tell of it", () -> readLogs(trials)));
            tests.add(step(doors + ": it ends", this::stop));
        }
        tests.add(step("it is told in docs/where-it-runs.md", this::write));
        return dynamicContainer(server.title(), tests);
    }

    private static String duty(Trial trial) {
        return trial.kind == Trial.Kind.SHUT
                ? "no request reaches the application"
                : "what the container does is noted";
    }

    private Version expected(Protocol protocol) {
        boolean falls = protocol == Protocol.TLS_13_HTTP_2 && !family.speaksHttp2OverTls13();
        return falls ? Version.HTTP_1_1 : protocol.http;
    }

    private DynamicNode step(String name, Executable work) {
        return dynamicTest(name, () -> {
            long begin = System.nanoTime();
            try {
                work.execute();
                progress(name, begin, "");
            } catch (Throwable e) {
                failed = true;
                progress(name, begin, " FAILED: " + e.getMessage());
                throw e;
            }
        });
    }

    private void progress(String name, long begin, String result) {
        System.out.printf(
                "field: %s, %s (%d s)%s%n", server.id(), name, (System.nanoTime() - begin) / 1_000_000_000, result);
    }

    private void start(List<Trial> trials) throws Exception {
        Path base = target.resolve("runs")
                .resolve(server.id())
                .resolve(trials.get(0).application())
                .toAbsolutePath();
        Site site = new Site(server.home(), base.resolve("base"), server.javaHome(), pki);
        Path files = base.resolve("wars");
        Site.delete(files);
        TrialWars made = new TrialWars(server.namespace(), issuer.issuer(), pki.authorities, files);
        List<Path> written = new ArrayList<>();
        for (Trial trial : trials) {
            written.add(made.write(trial));
            outcomes.put(trial, new Outcome());
        }
        wars = made;
        started = StartedServer.start(server, family, site, written);
        right.awaitKeys(running(), trials.get(0));
    }

    private StartedServer running() {
        if (started == null) {
            throw new AssertionError(server.title() + " did not start.");
        }
        return started;
    }

    private TrialWars warsOf() {
        if (wars == null) {
            throw new AssertionError(server.title() + " has no WARs.");
        }
        return wars;
    }

    private void curl(List<Trial> trials) throws Exception {
        Path console =
                target.resolve("runs").resolve(server.id()).resolve("curl.txt").toAbsolutePath();
        for (Trial trial : trials) {
            String head = DocumentedCurl.run(running().uri(trial, ""), pki, console);
            if (trial.kind == Trial.Kind.RIGHT) {
                assertThat(head).as(trial.title).matches("(?is)HTTP/\\S+ 401\\b.*\\nWWW-Authenticate: Bearer .*");
            } else {
                assertThat(head)
                        .as(trial.title)
                        .matches("(?s)HTTP/\\S+ \\d{3}\\b.*")
                        .doesNotContain("Bearer");
            }
        }
    }

    /** Asks for all that an application has, with all that is needed and with nothing. */
    private void ask(Trial trial) throws Exception {
        Outcome outcome = outcomes.get(trial);
        running();
        Asked asked = new Asked(
                callers, issuer.tokens().boundTo(pki.parties.serverA()).compact());
        asked.ask(running(), trial, outcome);
        if (trial.kind == Trial.Kind.SHUT) {
            assertThat(Asked.lines(warsOf().reached(trial)))
                    .as("what has reached " + trial)
                    .isEmpty();
            assertThat(asked.reached()).as("answers of the application").isEmpty();
        }
    }

    private void redeploy(Trial trial) throws Exception {
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            running().replace(trial);
            ask(trial);
        }
    }

    private void restart(List<Trial> trials) throws Exception {
        for (int i = 0; i < REDEPLOYMENTS; i++) {
            running().restart();
            for (Trial trial : trials) {
                if (trial.kind != Trial.Kind.RIGHT) {
                    ask(trial);
                }
            }
        }
    }

    private void readLogs(List<Trial> trials) throws Exception {
        for (Trial trial : trials) {
            Outcome outcome = outcomes.get(trial);
            Pattern cause = trial.message(server.namespace());
            boolean shutFilter = trial.kind == Trial.Kind.SHUT && !trial.isOfValve();
            running().readLogs(shutFilter ? trial.shut() : cause, outcome);
            if (trial.kind != Trial.Kind.OUT_OF_REACH) {
                assertThat(outcome.logged).as(trial + " in the logs").isNotEmpty();
                assertThat(running().hasLogged(cause))
                        .as(cause + " in the logs")
                        .isTrue();
            }
            System.out.println(
                    "field: " + server.id() + ", " + trial.title + ": " + outcome.summary() + ": " + outcome.line());
        }
    }

    private void stop() {
        try (StartedServer last = running()) {
            started = null;
        }
    }

    private void write() throws IOException {
        assertThat(failed).as("a step before this one failed").isFalse();
        WhereItRuns.write(server, right, outcomes);
    }
}
