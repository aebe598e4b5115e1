package io.holdfast.field;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A resource server that nobody here wrote, by {@code src/resource-servers}, as its own documents set it up. */
enum ProbedServer {
    SPRING("Spring Security, by `issuer-uri` and `audiences` alone", ""),
    EXPRESS("`express-oauth2-jwt-bearer` as its README begins", "none"),
    EXPRESS_WHEN_BOUND("the same with `getCertificate`", "when-bound"),
    EXPRESS_REQUIRED("the same with `getCertificate` and `mtls: { required: true }`", "required");

    static final String ID = "probed";

    private static final Path SOURCES = Path.of("src", "resource-servers");
    private static final Path SERVERS = Path.of("target", "servers");
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final Duration FETCH = Duration.ofMinutes(5);

    /** The beginning of its row. */
    final String title;

    private final String way;

    ProbedServer(String title, String way) {
        this.title = title;
        this.way = way;
    }

    boolean needsNode() {
        return this != SPRING;
    }

    /** The versions in words. */
    static String versions(ProbedServer server) {
        return server == SPRING
                ? "Spring Boot " + Versions.of("spring-boot")
                : Versions.of("express-oauth2-jwt-bearer") + ", Express " + Versions.of("express");
    }

    /** Starts it on a port, with the files of the parties in a directory of their own. */
    Program start(ProbeParties parties, int port) throws IOException, InterruptedException {
        Path console = parties.directory.resolve(name() + ".txt");
        return Program.start(title, this == SPRING ? spring(parties, port) : express(parties, port), console);
    }

    private static ProcessBuilder spring(ProbeParties parties, int port) throws IOException, InterruptedException {
        Path source = SOURCES.resolve("spring");
        Path libraries = Distribution.libraries(
                source.resolve("pom.xml"), "resource-server", Versions.of("spring-boot"), SERVERS);
        Path classes = JavaSources.compile(
                List.of(source.resolve("ResourceServer.java")),
                Files.createDirectories(parties.directory.resolve("classes")),
                "--release",
                "17",
                "-parameters",
                "-proc:none",
                "-cp",
                JavaSources.jarsIn(libraries));
        return Program.command(
                JAVA,
                List.of(
                        JAVA.resolve("bin/java").toString(),
                        "-Xmx256m",
                        // for the issuer
                        "-Djavax.net.ssl.trustStore=" + parties.trustStore,
                        "-Djavax.net.ssl.trustStorePassword=" + Pki.PASSWORD,
                        "-Dserver.port=" + port,
                        "-Dserver.address=127.0.0.1",
                        "-Dserver.ssl.key-store=" + parties.server,
                        "-Dserver.ssl.key-store-password=" + Pki.PASSWORD,
                        "-Dserver.ssl.trust-store=" + parties.trustStore,
                        "-Dserver.ssl.trust-store-password=" + Pki.PASSWORD,
                        "-Dserver.ssl.client-auth=want",
                        "-Dspring.main.banner-mode=off",
                        "-Dspring.security.oauth2.resourceserver.jwt.issuer-uri=" + parties.issuer.issuer(),
                        "-Dspring.security.oauth2.resourceserver.jwt.audiences=" + ProbeParties.AUDIENCE,
                        "-cp",
                        libraries + File.separator + "*" + File.pathSeparator + classes,
                        "io.holdfast.field.spring.ResourceServer"));
    }

    private ProcessBuilder express(ProbeParties parties, int port) throws IOException, InterruptedException {
        List<String> wanted = Stream.of("express", "express-oauth2-jwt-bearer")
                .map(name -> name + "@" + Versions.of(name))
                .toList();
        Path directory = SERVERS.resolve(String.join("_", wanted));
        Path packages = FilledOnce.directory(directory, content -> {
            List<String> words = Stream.concat(
                            Stream.of(
                                    "npm",
                                    "install",
                                    "--no-audit",
                                    "--no-fund",
                                    "--ignore-scripts",
                                    "--prefix",
                                    content.toString()),
                            wanted.stream())
                    .toList();
            Program.run(
                    "npm, which fetches " + wanted + ",",
                    Program.command(JAVA, words),
                    directory.resolve("npm.txt"),
                    FETCH);
        });
        Path home = Files.createDirectories(parties.directory.resolve(name()));
        // Node.js looks for modules beside the script.
        Files.createSymbolicLink(home.resolve("node_modules"), packages.resolve("node_modules"));
        Path script = home.resolve("server.cjs");
        Files.copy(SOURCES.resolve("express").resolve("server.cjs"), script);
        ProcessBuilder command = Program.command(
                JAVA,
                List.of(
                        "node",
                        script.toString(),
                        parties.directory.toString(),
                        Integer.toString(port),
                        parties.issuer.issuer(),
                        ProbeParties.AUDIENCE,
                        way));
        command.environment().put("NODE_ENV", "production");
        command.environment().put("NODE_EXTRA_CA_CERTS", parties.authorities.toString());
        return command;
    }
}
