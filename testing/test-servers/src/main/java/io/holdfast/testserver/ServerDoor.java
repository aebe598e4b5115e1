package io.holdfast.testserver;

import io.holdfast.testkit.AppReport;
import io.holdfast.testkit.Door;
import java.net.URI;

/** A started server: its two ports, and its stop method. */
final class ServerDoor implements Door {

    private final int securePort;
    private final int plainPort;
    private final AutoCloseable server;

    ServerDoor(int securePort, int plainPort, AutoCloseable server) {
        this.securePort = securePort;
        this.plainPort = plainPort;
        this.server = server;
    }

    @Override
    public URI secure() {
        return URI.create("https://localhost:" + securePort);
    }

    @Override
    public URI plain() {
        return URI.create("http://localhost:" + plainPort);
    }

    @Override
    public int hits() {
        return AppReport.hits();
    }

    @Override
    public void close() throws Exception {
        server.close();
    }
}
