package io.holdfast.shaded.jdk.net;

import java.net.SocketOption;

/** Names of socket options that {@link Sockets} does not support. */
public final class ExtendedSocketOptions {
    public static final SocketOption<Integer> TCP_KEEPIDLE = new Unsupported("TCP_KEEPIDLE");
    public static final SocketOption<Integer> TCP_KEEPINTERVAL = new Unsupported("TCP_KEEPINTERVAL");
    public static final SocketOption<Integer> TCP_KEEPCOUNT = new Unsupported("TCP_KEEPCOUNT");

    private ExtendedSocketOptions() {}

    private static final class Unsupported implements SocketOption<Integer> {
        private final String name;

        Unsupported(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Class<Integer> type() {
            return Integer.class;
        }
    }
}
