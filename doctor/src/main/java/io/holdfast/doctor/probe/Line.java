package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.ClientTls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The line to the servers: the real one, or the rehearsal of {@code --plan}, on which nothing is sent. */
interface Line {
    /** Sends a call over a connection of its own. */
    default Exchange send(Place place, Call call) {
        return send(place, List.of(call.header("Connection", "close"))).get(0);
    }

    /** Sends calls of one identity over one connection; the last answers are missing if the server ends it. */
    List<Exchange> send(Place place, List<Call> calls);

    /** Sends the calls of each list over a connection of its own, all connections at once. */
    List<Exchange> sendAtOnce(Place place, List<List<Call>> connections);

    /** A TLS context for connections of one check that may resume each other's sessions. */
    ClientTls tls(Identity identity);

    InetAddress[] addresses(String host) throws UnknownHostException;

    /** True if the server chooses HTTP/2 in a handshake, behind which nothing is sent. */
    boolean speaksHttp2(Place place);

    /** The number of requests so far. */
    int sent();

    /** No more requests may be sent. */
    final class LimitReachedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
