package io.holdfast.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Open Liberty, with the features of one namespace. */
final class Liberties implements ServerFamily {
    private final Namespace namespace;

    Liberties(Namespace namespace) {
        this.namespace = namespace;
    }

    /** The feature that decides on the namespace. */
    static String servletFeature(Namespace namespace) {
        return namespace == Namespace.JAKARTA ? "servlet-6.0" : "servlet-4.0";
    }

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        Path server = Files.createDirectories(server(site));
        Files.createDirectories(server.resolve("apps"));
        Files.writeString(server.resolve("jvm.options"), "-Xmx512m\n");
        StringBuilder applications = new StringBuilder();
        for (Path war : wars) {
            Files.copy(war, server.resolve("apps").resolve(war.getFileName()));
            applications.append("<webApplication location='" + war.getFileName() + "' contextRoot='/"
                    + ServerFamily.application(war) + "'/>\n");
        }
        boolean jakarta = namespace == Namespace.JAKARTA;
        Map<String, String> here = Map.of(
                "servlet-6.0",
                servletFeature(namespace),
                "appSecurity-5.0",
                jakarta ? "appSecurity-5.0" : "appSecurity-3.0",
                "</featureManager>",
                "<feature>" + (jakarta ? "pages-3.1" : "jsp-2.3") + "</feature></featureManager>",
                "\"*\"",
                "\"localhost\"",
                "9443",
                Integer.toString(site.httpsPort),
                "</server>",
                applications + "</server>\n");
        Files.writeString(server.resolve("server.xml"), DocumentedServer.lines("liberty-server.xml", site, here));
    }

    private static Path server(Site site) {
        return site.base.resolve("usr/servers/door");
    }

    @Override
    public ProcessBuilder command(Site site) {
        ProcessBuilder command = Program.command(
                site.javaHome, List.of(site.home.resolve("bin/server").toString(), "run", "door"));
        command.environment().put("WLP_USER_DIR", site.base.resolve("usr").toString());
        return command;
    }

    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        for (Path war : wars) {
            if (deployments(site, war) == 0) {
                return false;
            }
        }
        return Site.text(site.console()).contains("CWWKF0011I");
    }

    @Override
    public Callable<Boolean> replace(Site site, Path war) throws Exception {
        int before = deployments(site, war);
        Later.copy(war, server(site).resolve("apps").resolve(war.getFileName()));
        return () -> deployments(site, war) > before;
    }

    /** Started, updated, or failed to be one of these. */
    private static int deployments(Site site, Path war) throws Exception {
        return ServerFamily.count(
                Site.text(site.console()),
                "CWWKZ00(01I|02E|03I|04E|12I|13E|14W)[^\\n]*\\b" + ServerFamily.application(war) + "(?![\\w-])");
    }

    @Override
    public List<Path> logDirectories(Site site) {
        return List.of(server(site).resolve("logs"));
    }
}
