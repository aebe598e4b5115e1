package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** Eclipse GlassFish, a domain of one server. */
final class GlassFishes implements ServerFamily {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        Files.writeString(passwords(site), "AS_ADMIN_MASTERPASSWORD=changeit\n");
        Set<Integer> ports = new HashSet<>(List.of(site.httpPort, site.httpsPort, site.adminPort));
        StringBuilder properties = new StringBuilder("http.ssl.port=" + site.httpsPort);
        for (String port : List.of(
                "jms.port",
                "domain.jmxPort",
                "orb.listener.port",
                "orb.ssl.port",
                "orb.mutualauth.port",
                "osgi.shell.telnet.port",
                "java.debugger.port")) {
            properties.append(':').append(port).append('=').append(Site.freePort(ports));
        }
        asadmin(
                site,
                "create-domain",
                "--domaindir",
                site.base.resolve("domains").toString(),
                "--nopassword=true",
                "--savelogin=false",
                "--adminport",
                Integer.toString(site.adminPort),
                "--instanceport",
                Integer.toString(site.httpPort),
                "--domainproperties",
                properties.toString(),
                "door");
        askForCertificates(site, site.base.resolve("domains/door/config"));
    }

    private static void askForCertificates(Site site, Path config) throws IOException, InterruptedException {
        Program.run(
                "The import into the stores of GlassFish",
                Program.command(
                                site.javaHome,
                                List.of("sh", "-eu", "-c", DocumentedServer.lines("glassfish-stores", site, Map.of())))
                        .directory(config.toFile()),
                site.base.resolve("keytool.txt"),
                LIMIT);
        Path domain = config.resolve("domain.xml");
        String listener = "<protocol security-enabled=\"true\" name=\"http-listener-2\">";
        String shown = "cert-nickname=\"s1as\"";
        String text = Files.readString(domain).replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"");
        int at = text.indexOf(listener);
        int ssl = text.indexOf(shown, at);
        if (at < 0 || ssl < 0) {
            throw new AssertionError(domain + " has no " + listener + " with a certificate.");
        }
        Files.writeString(
                domain,
                text.substring(0, ssl)
                        + DocumentedServer.lines("glassfish-ssl")
                        + text.substring(ssl + shown.length()));
    }

    private static Path passwords(Site site) {
        return site.base.resolve("passwords.txt");
    }

    private static ProcessBuilder command(Site site, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                site.home.resolve("glassfish/bin/asadmin").toString(),
                "--interactive=false",
                "--passwordfile",
                passwords(site).toString(),
                "--port",
                Integer.toString(site.adminPort)));
        words.addAll(List.of(arguments));
        ProcessBuilder command = Program.command(site.javaHome, words);
        command.environment().put("AS_JAVA", site.javaHome.toString());
        return command;
    }

    private static String asadmin(Site site, String... arguments) throws IOException, InterruptedException {
        return Program.run(
                "asadmin " + arguments[0], command(site, arguments), site.base.resolve("asadmin.txt"), LIMIT);
    }

    @Override
    public ProcessBuilder command(Site site) {
        return command(
                site,
                "start-domain",
                "--domaindir",
                site.base.resolve("domains").toString(),
                "--verbose",
                "door");
    }

    /** Not by its log file: it was seen to start, tell so here, and write nothing more there. */
    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        return ServerFamily.count(Site.text(site.console()), "startup time") > 0;
    }

    @Override
    public void afterStart(Site site, List<Path> wars) throws Exception {
        for (Path war : wars) {
            deploy(site, war);
        }
    }

    /** Some mistakes are answered with a failure, which the trial is about. */
    private static void deploy(Site site, Path war) throws Exception {
        try {
            asadmin(site, "deploy", "--force=true", "--contextroot", ServerFamily.application(war), war.toString());
        } catch (AssertionError refused) {
            Files.writeString(
                    site.base.resolve("refused-" + ServerFamily.application(war) + ".txt"), refused.getMessage());
        }
    }

    @Override
    public Callable<Boolean> replace(Site site, Path war) throws Exception {
        deploy(site, war);
        return () -> true;
    }

    @Override
    public List<Path> logDirectories(Site site) {
        return List.of(site.base.resolve("domains/door/logs"));
    }
}
