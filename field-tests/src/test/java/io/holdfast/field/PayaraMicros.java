package io.holdfast.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Payara Micro, which deploys what its command line names. */
final class PayaraMicros implements ServerFamily {
    private static final List<String> OPENED = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.loader=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=java.base/sun.net.www.protocol.jrt=ALL-UNNAMED",
            "--add-opens=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
            "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
            "--add-opens=java.logging/java.util.logging=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED");

    private List<Path> deployed = List.of();

    @Override
    public void prepare(Site site, List<Path> wars) throws Exception {
        deployed = List.copyOf(wars);
        Files.writeString(
                site.base.resolve("want.txt"),
                "set configs.config.server-config.network-config.protocols.protocol.https-listener.ssl.client-auth=want\n");
    }

    @Override
    public ProcessBuilder command(Site site) {
        List<String> words = new ArrayList<>();
        words.add(site.java().toString());
        words.add("-Xmx768m");
        words.addAll(OPENED);
        words.add("-Djavax.net.ssl.keyStore=" + site.pki.server);
        words.add("-Djavax.net.ssl.keyStorePassword=" + Pki.PASSWORD);
        words.add("-Djavax.net.ssl.keyStoreType=PKCS12");
        words.add("-Djavax.net.ssl.trustStore=" + site.pki.clientAuthorities);
        words.add("-Djavax.net.ssl.trustStorePassword=" + Pki.PASSWORD);
        words.add("-Djavax.net.ssl.trustStoreType=PKCS12");
        words.addAll(List.of(
                "-jar",
                site.home.toString(),
                "--rootDir",
                site.base.resolve("root").toString(),
                "--port",
                Integer.toString(site.httpPort),
                "--sslport",
                Integer.toString(site.httpsPort),
                "--sslcert",
                "identity",
                "--nocluster",
                "--prebootcommandfile",
                site.base.resolve("want.txt").toString()));
        for (Path war : deployed) {
            words.add("--deploy");
            words.add(war.toString());
        }
        return Program.command(site.javaHome, words).directory(site.base.toFile());
    }

    @Override
    public boolean isReady(Site site, List<Path> wars) throws Exception {
        return ServerFamily.count(Site.text(site.console()), "Payara Micro [^\\n]* ready in") > 0;
    }

    @Override
    public boolean replacesWhileRunning() {
        return false;
    }

    @Override
    public Callable<Boolean> replace(Site site, Path war) {
        throw new UnsupportedOperationException("It has no way to deploy but its command line.");
    }

    @Override
    public List<Path> logDirectories(Site site) {
        return List.of();
    }
}
