package io.holdfast.field;

import io.holdfast.testkit.DocumentedDoor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;

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
        String connector = DocumentedDoor.connector(site.httpsPort, site.pki.server, site.pki.clientAuthorities);
        String upgrade = DocumentedServer.lines("tomcat-http2");
        return connector.replaceFirst("<SSLHostConfig", Matcher.quoteReplacement(upgrade) + "\n  $0");
    }

    @Override
    public ProcessBuilder command(Site site) {
        return command(site.home, site.base, site.javaHome);
    }

    /** What starts a Tomcat in the foreground. */
    static ProcessBuilder command(Path home, Path base, Path javaHome) {
        ProcessBuilder command = Program.command(
                javaHome, List.of(home.resolve("bin/catalina.sh").toString(), "run"));
        command.environment().put("CATALINA_HOME", home.toString());
        command.environment().put("CATALINA_BASE", base.toString());
        command.environment().put("JAVA_OPTS", "-Xmx512m -Duser.language=en");
        if (!Files.exists(javaHome.resolve("bin/javac"))) {
            command.environment().remove("JAVA_HOME");
            command.environment().put("JRE_HOME", javaHome.toString());
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
