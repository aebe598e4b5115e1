package io.holdfast.field;

import io.holdfast.testkit.Door;
import io.holdfast.testserver.TestWar;
import io.holdfast.testserver.TomcatServer;
import io.holdfast.tomcat.CertificateBoundTokenValve;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A filter and a valve for each of several settings, in one Tomcat; each reads its settings from a file. */
final class TokenDoors implements AutoCloseable {
    /** The kinds of door. */
    enum Kind {
        FILTER,
        VALVE;

        private String path(String name) {
            return "/" + name().toLowerCase(java.util.Locale.ROOT) + "-" + name;
        }
    }

    private final Door server;

    private TokenDoors(Door server) {
        this.server = server;
    }

    /** @param settings for each name of a pair of doors its settings */
    static TokenDoors open(TokenParties parties, Map<String, Properties> settings) throws Exception {
        Path directory = Files.createTempDirectory(parties.directory, "doors");
        List<TestWar> wars = new ArrayList<>();
        for (Map.Entry<String, Properties> pair : settings.entrySet()) {
            Path file = written(directory.resolve(pair.getKey() + ".properties"), pair.getValue());
            wars.add(TestWar.of("javax")
                    .at(Kind.FILTER.path(pair.getKey()))
                    .guardedByFilter(Map.of("configFile", file.toString())));
            wars.add(TestWar.of("javax")
                    .at(Kind.VALVE.path(pair.getKey()))
                    .contextXml("<Context><Valve className='" + CertificateBoundTokenValve.class.getName()
                            + "' configFile='" + file + "'/></Context>"));
        }
        Path tomcat = Files.createDirectory(directory.resolve("tomcat"));
        return new TokenDoors(TomcatServer.start(tomcat, parties.pki.server(), wars.toArray(new TestWar[0])));
    }

    private static Path written(Path file, Properties settings) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
        return file;
    }

    /** The origin of all of them. */
    String origin() {
        return server.secure().toString();
    }

    /** The application behind one of them. */
    URI uri(Kind kind, String name) {
        return URI.create(origin() + kind.path(name) + "/api/echo");
    }

    /** How many requests have reached the applications. */
    int reached() {
        return server.hits();
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
