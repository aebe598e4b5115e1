package io.holdfast.field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Where one server runs: its files, ports and JDK. */
final class Site {
    /** The unpacked distribution, which is not to be changed. */
    final Path home;

    /** The files of this server. */
    final Path base;

    final Path javaHome;
    final Pki pki;
    final int httpPort;
    final int httpsPort;
    final int adminPort;

    Site(Path home, Path base, Path javaHome, Pki pki) throws IOException {
        this.home = home;
        this.base = base;
        this.javaHome = javaHome;
        this.pki = pki;
        Set<Integer> ports = new HashSet<>();
        this.httpPort = freePort(ports);
        this.httpsPort = freePort(ports);
        this.adminPort = freePort(ports);
        delete(base);
        Files.createDirectories(base);
    }

    /** A port that nobody listens at. */
    static int freePort() throws IOException {
        return freePort(new HashSet<>());
    }

    /** Another one. */
    static int freePort(Set<Integer> taken) throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (taken.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    Path console() {
        return base.resolve("console.txt");
    }

    Path java() {
        return javaHome.resolve("bin/java");
    }

    static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Replaces a text that has to be there. */
    static void replace(Path file, String text, String replacement) throws IOException {
        String before = Files.readString(file);
        if (!before.contains(text)) {
            throw new AssertionError(file + " has no " + text);
        }
        Files.writeString(file, before.replace(text, replacement));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
