package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class HeldPortTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void refusesConnections() throws Exception {
        int port = freePort();
        try (HeldPort held = HeldPort.hold(port)) {
            assertThatThrownBy(() -> new Socket(LOOPBACK, port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void isNobodyElsesUntilItIsClosed() throws Exception {
        int port = freePort();
        InetSocketAddress address = new InetSocketAddress(LOOPBACK, port);
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(false);
            try (HeldPort held = HeldPort.hold(port)) {
                assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
            }
        }
        try (ServerSocket server = new ServerSocket()) {
            server.bind(address);
            assertThat(server.getLocalPort()).isEqualTo(port);
        }
    }
}
