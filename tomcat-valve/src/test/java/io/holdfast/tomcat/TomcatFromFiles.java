package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Catalina;

/**
 * A Tomcat that starts from the files of its base directory as in operation, on the class path of the tests. It runs in
 * a JVM of its own, because it remembers that directory as long as the JVM lives.
 */
final class TomcatFromFiles implements AutoCloseable {
    private static final String PORTS = "ports.txt";

    private final Process process;
    private final List<String> ports;

    private TomcatFromFiles(Process process, List<String> ports) {
        this.process = process;
        this.ports = ports;
    }

    /** {@code conf/server.xml} names connectors on any free port. */
    static TomcatFromFiles start(Path base) throws Exception {
        Path printed = base.resolve("printed.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Dcatalina.base=" + base,
                        "-Dcatalina.home=" + base,
                        "-Dcatalina.useNaming=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        base.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            Await.until(() -> Files.exists(base.resolve(PORTS)) || !process.isAlive());
            assertThat(process.isAlive()).as(Files.readString(printed)).isTrue();
            return new TomcatFromFiles(process, Files.readAllLines(base.resolve(PORTS)));
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Where the connector of this number listens. */
    URI url(int connector) {
        return URI.create("https://localhost:" + ports.get(connector));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Tomcat's own way to start, which then says where it listens, and ends with whoever started it. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            Path base = Path.of(arguments[0]);
            Catalina tomcat = new Catalina();
            tomcat.setParentClassLoader(Program.class.getClassLoader());
            tomcat.load(new String[] {"-config", base.resolve("conf/server.xml").toString(), "start"});
            tomcat.start();
            List<String> ports = Stream.of(
                            tomcat.getServer().findService("Catalina").findConnectors())
                    .map(Connector::getLocalPort)
                    .map(String::valueOf)
                    .toList();
            Path written = Files.write(base.resolve("ports.tmp"), ports);
            Files.move(written, base.resolve(PORTS), StandardCopyOption.ATOMIC_MOVE);
            while (System.in.read() >= 0) {
                // until there is nobody any more
            }
            System.exit(0);
        }
    }
}
