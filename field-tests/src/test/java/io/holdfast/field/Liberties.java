package io.holdfast.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** Open Liberty, with the features of one namespace. */
final class Liberties implements ServerFamily {
    private final List<String> features;

    Liberties(String... features) {
        this.features = List.of(features);
    }

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        Path server = Files.createDirectories(server(site));
        Files.createDirectories(server.resolve("apps"));
        Files.writeString(server.resolve("jvm.options"), "-Xmx512m\n");
        StringBuilder xml = new StringBuilder("<server>\n<featureManager>\n");
        features.forEach(feature -> xml.append("<feature>" + feature + "</feature>\n"));
        xml.append("<feature>transportSecurity-1.0</feature>\n</featureManager>\n");
        xml.append("<httpEndpoint id='defaultHttpEndpoint' host='localhost' httpPort='" + site.httpPort
                + "' httpsPort='" + site.httpsPort + "'><sslOptions sslRef='door'/></httpEndpoint>\n");
        xml.append(store("server", site.pki.server)).append(store("clients", site.pki.clientAuthorities));
        xml.append("<ssl id='door' keyStoreRef='server' trustStoreRef='clients' clientAuthenticationSupported='true'"
                + " sslProtocol='TLSv1.2,TLSv1.3'/>\n<sslDefault sslRef='door'/>\n");
        for (Path war : wars) {
            Files.copy(war, server.resolve("apps").resolve(war.getFileName()));
            xml.append("<webApplication location='" + war.getFileName() + "' contextRoot='/"
                    + ServerFamily.application(war) + "'/>\n");
        }
        Files.writeString(server.resolve("server.xml"), xml.append("</server>\n"));
    }

    private static String store(String id, Path file) {
        return "<keyStore id='" + id + "' location='" + file + "' type='PKCS12' password='" + Pki.PASSWORD + "'/>\n";
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
