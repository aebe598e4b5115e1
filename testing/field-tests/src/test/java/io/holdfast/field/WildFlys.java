package io.holdfast.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** WildFly, standalone. */
final class WildFlys implements ServerFamily {

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        Site.copy(site.home.resolve("standalone"), site.base.resolve("standalone"));
        Path script = Files.writeString(site.base.resolve("tls.cli"), script(site));
        ProcessBuilder cli = Program.command(
                site.javaHome, List.of(site.home.resolve("bin/jboss-cli.sh").toString(), "--file=" + script));
        cli.environment().put("JAVA_OPTS", "-Djboss.server.base.dir=" + site.base.resolve("standalone"));
        Program.run("jboss-cli.sh", cli, site.base.resolve("cli.txt"), Duration.ofMinutes(10));
        for (Path war : wars) {
            Files.copy(war, deployment(site, war, ""));
        }
    }

    private static String script(Site site) {
        return String.join(
                "\n",
                "embed-server --server-config=standalone.xml",
                DocumentedServer.lines("wildfly.cli", site, Map.of()),
                "/subsystem=deployment-scanner/scanner=default:write-attribute(name=scan-interval,value=1000)",
                "stop-embedded-server",
                "");
    }

    @Override
    public ProcessBuilder command(Site site) {
        ProcessBuilder command = Program.command(
                site.javaHome,
                List.of(
                        site.home.resolve("bin/standalone.sh").toString(),
                        "-Djboss.server.base.dir=" + site.base.resolve("standalone"),
                        "-Djboss.http.port=" + site.httpPort,
                        "-Djboss.https.port=" + site.httpsPort,
                        "-Djboss.management.http.port=" + site.adminPort,
                        "-Djboss.management.https.port=0",
                        "-Djboss.ajp.port=0",
                        "-b",
                        "127.0.0.1",
                        "-bmanagement",
                        "127.0.0.1"));
        command.environment().put("JAVA_OPTS", "-Xmx768m -Djava.net.preferIPv4Stack=true");
        return command;
    }

    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        for (Path war : wars) {
            if (!isDone(site, war)) {
                return false;
            }
        }
        return Site.text(site.console()).contains("WFLYSRV0025")
                || Site.text(site.console()).contains("WFLYSRV0026");
    }

    @Override
    public Callable<Boolean> replace(Site site, Path war) throws Exception {
        Files.deleteIfExists(deployment(site, war, ".deployed"));
        Files.deleteIfExists(deployment(site, war, ".failed"));
        Later.copy(war, deployment(site, war, ""));
        Files.writeString(deployment(site, war, ".dodeploy"), "");
        return () -> isDone(site, war);
    }

    /** The scanner leaves a file when it is done. */
    private static boolean isDone(Site site, Path war) {
        return Files.exists(deployment(site, war, ".deployed")) || Files.exists(deployment(site, war, ".failed"));
    }

    private static Path deployment(Site site, Path war, String suffix) {
        return site.base.resolve("standalone/deployments").resolve(war.getFileName() + suffix);
    }

    @Override
    public List<Path> logDirectories(Site site) {
        return List.of(site.base.resolve("standalone/log"));
    }

    @Override
    public boolean speaksHttp2OverTls13() {
        return false;
    }
}
