package io.holdfast.field;

import io.holdfast.testkit.DocumentedSnippet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Eclipse Jetty, with the environment that Jetty 12 asks for. */
final class Jetties implements ServerFamily {
    private final String environment;

    /** An environment as ee10, or an empty text before Jetty 12. */
    Jetties(String environment) {
        this.environment = environment;
    }

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        for (String directory : List.of("webapps", "tmp", "start.d", "logs")) {
            Files.createDirectories(site.base.resolve(directory));
        }
        String prefix = environment.isEmpty() ? "" : environment + "-";
        String modules = "http,https,http2," + (environment.isEmpty() ? "deploy," : "") + prefix + "deploy," + prefix
                + "annotations," + prefix + "jsp";
        ProcessBuilder setUp = start(site, "--approve-all-licenses", "--add-modules=" + modules);
        if (isJetty94(site)) {
            setUp = start(site, "--approve-all-licenses", "--add-to-start=" + modules);
        }
        Program.run("The set-up of Jetty", setUp, site.base.resolve("set-up.txt"), Duration.ofMinutes(10));
        Files.writeString(site.base.resolve("start.d/door.ini"), settings(site));
        for (Path war : wars) {
            Files.copy(war, site.base.resolve("webapps").resolve(war.getFileName()));
        }
    }

    /** The documented lines and what the documentation leaves to Jetty's. */
    private static String settings(Site site) {
        String trustStore = "jetty.sslContext.trustStorePath=";
        String documented = DocumentedSnippet.read(
                "docs/where-it-runs.md",
                "jetty.ini",
                Map.of(
                        trustStore,
                        isJetty94(site) ? "jetty.sslContext.trustStoreAbsolutePath=" : trustStore,
                        "/etc/holdfast/client-authorities.p12",
                        site.pki.clientAuthorities.toString()));
        return String.join(
                "\n",
                documented,
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=" + site.httpPort,
                "jetty.ssl.host=127.0.0.1",
                "jetty.ssl.port=" + site.httpsPort,
                "jetty.httpConfig.securePort=" + site.httpsPort,
                (isJetty94(site) ? "jetty.sslContext.keyStoreAbsolutePath=" : "jetty.sslContext.keyStorePath=")
                        + site.pki.server,
                "jetty.sslContext.keyStoreType=PKCS12",
                "jetty.sslContext.keyStorePassword=" + Pki.PASSWORD,
                "jetty.sslContext.keyManagerPassword=" + Pki.PASSWORD,
                "jetty.deploy.scanInterval=1",
                "");
    }

    private static boolean isJetty94(Site site) {
        return site.home.toString().contains("-9.4");
    }

    @Override
    public ProcessBuilder command(Site site) {
        return start(site);
    }

    private static ProcessBuilder start(Site site, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                site.java().toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + site.base.resolve("tmp"),
                "-jar",
                site.home.resolve("start.jar").toString(),
                "jetty.home=" + site.home,
                "jetty.base=" + site.base));
        words.addAll(List.of(arguments));
        return Program.command(site.javaHome, words).directory(site.base.toFile());
    }

    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        return ServerFamily.count(Site.text(site.console()), "Started [^\\n]*@\\d+ms") > 0;
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
                "(Started|Failed startup of context) [^\\n]*WebAppContext@[^\\n{]*\\{[^\\n]*?,/"
                        + ServerFamily.application(war) + ",");
    }

    @Override
    public List<Path> logDirectories(Site site) {
        return List.of(site.base.resolve("logs"));
    }
}
