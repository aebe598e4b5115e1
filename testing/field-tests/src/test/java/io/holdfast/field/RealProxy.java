package io.holdfast.field;

import io.holdfast.testpki.TestIdentity;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real TLS-terminating proxy before a door: a process of its own on a free port of the loopback address, with the
 * configuration that the documentation shows. What the documentation leaves to the distribution stands here.
 */
final class RealProxy implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(15);

    private final Program program;
    private final int port;

    private RealProxy(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    /** Of nginx: a {@code server} block. */
    static RealProxy nginx(Path directory, TestIdentity server, URI application, String block) throws Exception {
        Path program = program("nginx", "nginx");
        Path temporary = Files.createDirectory(directory.resolve("temp"));
        int port = Site.freePort();
        StringBuilder config = new StringBuilder("daemon off;\nworker_processes 1;\n");
        config.append("pid ").append(directory.resolve("nginx.pid")).append(";\n");
        config.append("error_log stderr;\n");
        if (System.getProperty("user.name").equals("root")) {
            config.append("user root;\n");
        }
        config.append("events { }\nhttp {\naccess_log off;\n");
        for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            config.append(kind)
                    .append("_temp_path ")
                    .append(temporary.resolve(kind))
                    .append(";\n");
        }
        config.append(local(block, directory, server, application).replace("listen 443", "listen 127.0.0.1:" + port))
                .append("}\n");
        Path file = Files.writeString(directory.resolve("nginx.conf"), config);
        return start(
                directory, port, program.toString(), "-p", directory.toString(), "-e", "stderr", "-c", file.toString());
    }

    /** Of Apache httpd: a {@code VirtualHost}. */
    static RealProxy httpd(Path directory, TestIdentity server, URI application, String host) throws Exception {
        Path program = program("apache2", "apache2");
        int port = Site.freePort();
        StringBuilder config = new StringBuilder();
        config.append("ServerName localhost\nServerRoot ").append(directory).append('\n');
        config.append("DefaultRuntimeDir ").append(directory).append('\n');
        config.append("PidFile ").append(directory.resolve("httpd.pid")).append('\n');
        config.append("ErrorLog /dev/stderr\n");
        config.append("Mutex sem\nListen 127.0.0.1:").append(port).append('\n');
        for (String module : List.of("mpm_event", "authz_core", "headers", "proxy", "proxy_http", "ssl")) {
            config.append("LoadModule ")
                    .append(module)
                    .append("_module /usr/lib/apache2/modules/mod_")
                    .append(module)
                    .append(".so\n");
        }
        if (System.getProperty("user.name").equals("root")) {
            config.append("User www-data\nGroup www-data\n");
        }
        config.append(local(host, directory, server, application).replace("*:443", "127.0.0.1:" + port))
                .append('\n');
        Path file = Files.writeString(directory.resolve("httpd.conf"), config);
        return start(
                directory, port, program.toString(), "-d", directory.toString(), "-f", file.toString(), "-DFOREGROUND");
    }

    /** Of HAProxy: a frontend and its backend. */
    static RealProxy haproxy(Path directory, TestIdentity server, URI application, String frontend) throws Exception {
        Path program = program("haproxy", "haproxy");
        int port = Site.freePort();
        String config = "global\n    maxconn 100\ndefaults\n    timeout connect 5s\n    timeout client 20s\n"
                + "    timeout server 20s\n"
                + local(frontend, directory, server, application).replace("bind :443", "bind 127.0.0.1:" + port) + "\n";
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), config);
        return start(directory, port, program.toString(), "-db", "-f", file.toString());
    }

    /** The documented configuration with this machine's files and addresses. */
    private static String local(String config, Path directory, TestIdentity server, URI application) {
        Path partners = server.writePemCertificates(directory, "partners");
        return config.replace(
                        "/etc/ssl/certs/api.example.com.crt",
                        server.writePemCertificates(directory, "api").toString())
                .replace(
                        "/etc/ssl/private/api.example.com.key",
                        server.writePemKey(directory, "api").toString())
                .replace(
                        "/etc/ssl/private/api.example.com.pem",
                        server.writePem(directory, "api").toString())
                .replace("/etc/ssl/certs/partners.crt", partners.toString())
                .replace("127.0.0.1:8080", "127.0.0.1:" + application.getPort());
    }

    private static Path program(String name, String debianPackage) {
        for (String directory :
                (System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator, -1)) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new AssertionError(
                "There is no " + name + " here, which -Dfield=proxies needs: apt-get install " + debianPackage);
    }

    private static RealProxy start(Path directory, int port, String... command) throws Exception {
        String line = String.join(" ", command);
        Program program = Program.start(line, new ProcessBuilder(command), directory.resolve("output.txt"));
        RealProxy proxy = new RealProxy(program, port);
        try {
            program.await("the first connection", START, proxy::answers);
            return proxy;
        } catch (Throwable e) {
            proxy.close();
            throw e;
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code https://localhost:port}. */
    URI uri() {
        return URI.create("https://localhost:" + port);
    }

    @Override
    public void close() {
        program.close();
    }
}
