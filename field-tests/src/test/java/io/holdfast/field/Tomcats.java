package io.holdfast.field;

import io.holdfast.testkit.DocumentedSnippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Apache Tomcat, and TomEE, which is one. */
final class Tomcats implements ServerFamily {

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        Path base = site.base;
        Site.copy(site.home.resolve("conf"), base.resolve("conf"));
        for (String directory : List.of("logs", "temp", "work", "webapps", "lib")) {
            Files.createDirectories(base.resolve(directory));
        }
        Path server = base.resolve("conf/server.xml");
        Site.replace(server, "port=\"8005\"", "port=\"-1\"");
        Site.replace(server, "port=\"8080\"", "address=\"127.0.0.1\" port=\"" + site.httpPort + "\"");
        Site.replace(server, "<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
        Site.replace(server, "<Service name=\"Catalina\">", "<Service name=\"Catalina\">\n" + connector(site));
        for (Path war : wars) {
            Files.copy(war, base.resolve("webapps").resolve(war.getFileName()));
            if (ServerFamily.application(war).equals(Trial.VALVE.application())) {
                Files.copy(
                        Jars.valve(), base.resolve("lib").resolve(Jars.valve().getFileName()));
            }
        }
    }

    /** That of the documentation, with HTTP/2. */
    private static String connector(Site site) {
        String documented = DocumentedSnippet.read("docs/protect-a-tomcat.md", "server.xml");
        String here = documented
                .replace("\"8443\"", "\"" + site.httpsPort + "\" address=\"127.0.0.1\"")
                .replace("/etc/holdfast/client-authorities.p12", site.pki.clientAuthorities.toString())
                .replace("/etc/holdfast/server.p12", site.pki.server.toString());
        return here.replaceFirst(
                "<SSLHostConfig",
                "<UpgradeProtocol className=\"org.apache.coyote.http2.Http2Protocol\"/>\n<SSLHostConfig");
    }

    @Override
    public ProcessBuilder command(Site site) {
        ProcessBuilder command = Program.command(
                site.javaHome, List.of(site.home.resolve("bin/catalina.sh").toString(), "run"));
        command.environment().put("CATALINA_HOME", site.home.toString());
        command.environment().put("CATALINA_BASE", site.base.toString());
        command.environment().put("JAVA_OPTS", "-Xmx512m -Duser.language=en");
        if (!Files.exists(site.javaHome.resolve("bin/javac"))) {
            command.environment().remove("JAVA_HOME");
            command.environment().put("JRE_HOME", site.javaHome.toString());
        }
        return command;
    }

    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        return Site.text(site.console()).contains("Server startup in");
    }

    @Override
    public Callable<Boolean> replace(Site site, Path war) throws Exception {
        int before = deployments(site, war);
        Later.copy(war, site.base.resolve("webapps").resolve(war.getFileName()));
        return () -> deployments(site, war) > before;
    }

    private static int deployments(Site site, Path war) throws Exception {
        return ServerFamily.count(
                Site.text(site.console()),
                "Deployment of web application archive \\[[^\\]]*/" + war.getFileName() + "\\] has finished");
    }

    @Override
    public List<Path> logDirectories(Site site) {
        return List.of(site.base.resolve("logs"));
    }

    /** The valve's jar in {@code lib} must not lend the filter a class, so they run apart. */
    @Override
    public List<List<Trial>> starts() {
        List<List<Trial>> starts = new ArrayList<>(ServerFamily.super.starts());
        starts.add(List.of(Trial.VALVE, Trial.WRONG_VALVE_ATTRIBUTE));
        return starts;
    }
}
