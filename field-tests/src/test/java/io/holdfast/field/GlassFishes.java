package io.holdfast.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

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
        Path config = site.base.resolve("domains/door/config");
        importInto(site, only(config, "keystore."), site.pki.server);
        importInto(site, only(config, "cacerts."), site.pki.clientAuthorities);
        Path domain = config.resolve("domain.xml");
        String listener = "<protocol security-enabled=\"true\" name=\"http-listener-2\">";
        String text = Files.readString(domain).replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"");
        int at = text.indexOf(listener);
        int ssl = text.indexOf("cert-nickname=\"s1as\"", at);
        if (at < 0 || ssl < 0) {
            throw new AssertionError(domain + " has no " + listener + " with a certificate.");
        }
        Files.writeString(
                domain,
                text.substring(0, ssl) + "client-auth=\"want\" cert-nickname=\"identity\""
                        + text.substring(ssl + "cert-nickname=\"s1as\"".length()));
    }

    /** The domain's own stores stay, since the administration checks its password against them. */
    private static void importInto(Site site, Path store, Path source) throws IOException, InterruptedException {
        Program.run(
                "keytool",
                Program.command(
                        site.javaHome,
                        List.of(
                                site.javaHome.resolve("bin/keytool").toString(),
                                "-importkeystore",
                                "-noprompt",
                                "-srckeystore",
                                source.toString(),
                                "-srcstorepass",
                                Pki.PASSWORD,
                                "-destkeystore",
                                store.toString(),
                                "-deststorepass",
                                "changeit")),
                site.base.resolve("keytool.txt"),
                LIMIT);
    }

    private static Path only(Path directory, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(directory + " has no " + prefix));
        }
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

    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        Path log = site.base.resolve("domains/door/logs/server.log");
        return Files.exists(log) && ServerFamily.count(Site.text(log), "startup time") > 0;
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
