package io.holdfast.demo.parties;

import java.io.IOException;
import java.net.URI;

/** One token, three connections: with its own certificate, with another, and with none. Immutable. */
final class CertificateScenes {
    private final Cast cast;

    CertificateScenes(Cast cast) {
        this.cast = cast;
    }

    Outcome ownCertificate(Play play) throws IOException, InterruptedException {
        readOwnOrders(
                play,
                "The token is bound to the very certificate that this connection was made with, so the guard lets A in.");
        return play.end("Server A is let in: its token and its connection tell of the same certificate.");
    }

    Outcome stolenToken(Play play) throws IOException, InterruptedException {
        String token = overheardToken(play);
        play.call(
                Party.THIEF,
                ordersOfA(),
                url -> cast.thief().get(url, token),
                Expectation.refused(401, "certificate_mismatch"),
                "The token is genuine and the thief’s certificate is good, but the token is bound to another one. "
                        + "Without A’s private key the thief cannot make a connection that fits.");
        play.focus();
        return play.end("The stolen token is useless: it is bound to A’s certificate, and the thief has another.");
    }

    Outcome noCertificate(Play play) throws IOException, InterruptedException {
        String token = overheardToken(play);
        play.call(
                Party.NOBODY,
                ordersOfA(),
                url -> cast.nobody().get(url, token),
                Expectation.refused(401, "certificate_missing"),
                "The handshake succeeds without a certificate, but then there is none that the token could be bound to.");
        play.focus();
        return play.end("Without a certificate the token is useless.");
    }

    private String overheardToken(Play play) throws IOException, InterruptedException {
        Exchange exchange = readOwnOrders(play, "Server A reads its orders. Somebody overhears the token.");
        return exchange.overheard().orElseThrow(() -> new IOException("Server A sent no token"));
    }

    private Exchange readOwnOrders(Play play, String explanation) throws IOException, InterruptedException {
        return play.call(Party.SERVER_A, ordersOfA(), cast.serverA()::get, Expectation.letIn(), explanation);
    }

    private URI ordersOfA() {
        return cast.addresses().ordersOf(Cast.A);
    }
}
