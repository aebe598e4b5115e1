package io.holdfast.field;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        Files.writeString(site.base.resolve("want.txt"), DocumentedServer.lines("payara-micro-want") + "\n");
    }

    /** The documented one, with all WARs and what a second server on this machine needs. */
    @Override
    public ProcessBuilder command(Site site) {
        List<String> words = new ArrayList<>();
        String deploy = "--deploy your-application.war";
        Map<String, String> here =
                Map.of("payara-micro.jar", site.home.toString(), "8443", Integer.toString(site.httpsPort), deploy, "");
        for (String word : DocumentedServer.lines("payara-micro", site, here).split("[\\s\\\\]+", -1)) {
            if (word.equals("java")) {
                words.addAll(List.of(site.java().toString(), "-Xmx768m"));
                words.addAll(OPENED);
            } else if (!word.isEmpty()) {
                words.add(word);
            }
        }
        words.addAll(List.of(
                "--rootDir",
                site.base.resolve("root").toString(),
                "--port",
                Integer.toString(site.httpPort),
                "--nocluster"));
        for (Path war : deployed) {
            words.addAll(List.of("--deploy", war.toString()));
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
