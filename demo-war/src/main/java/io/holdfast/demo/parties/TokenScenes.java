package io.holdfast.demo.parties;

import io.holdfast.keystore.KeyMaterialException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** The right certificate, but a token that has expired, is for another API, or is another partner's. Immutable. */
final class TokenScenes {
    private static final long LONGEST_WAIT_MILLIS = 3_000;

    private final Cast cast;
    private final Clock clock;

    TokenScenes(Cast cast, Clock clock) {
        this.cast = cast;
        this.clock = clock;
    }

    Outcome expiredToken(Play play) throws KeyMaterialException, IOException, InterruptedException {
        try (Partner brief = cast.briefServerA()) {
            String token = brief.token(cast.addresses().forOrders());
            SentToken shown = SentToken.of(token);
            boolean bounded = waitForEnd(shown);
            play.note(Step.by(Party.SERVER_A, Party.TOKEN_SERVICE, "gets a token, and waits until it has ended")
                    .token(shown)
                    .certificate(brief.certificate())
                    .judged("a token of one second", bounded)
                    .explained(
                            bounded
                                    ? "The client server-a-brief is registered for tokens that live one second."
                                    : "This token lives too long to wait for. Register server-a-brief with"
                                            + " access_token_lifetime_seconds 1."));
            if (!bounded) {
                return play.end("There was no token that ended soon.");
            }
            play.call(
                    Party.SERVER_A,
                    cast.addresses().ordersOf(Cast.A),
                    url -> brief.withoutInterceptor().get(url, token),
                    Expectation.refused(401, "token_expired"),
                    "The certificate is right, but the token’s time is over. "
                            + "The interceptor would have fetched another in time; here the old one was sent on purpose.");
            return play.end("An expired token is refused, even over the right connection.");
        }
    }

    /** Waits a few seconds at most; true if the token has expired. */
    private boolean waitForEnd(SentToken token) throws InterruptedException {
        long endMillis = token.expiresAt().orElse(Long.MAX_VALUE / 1000) * 1000;
        long waitMillis = endMillis - clock.millis() + 50;
        if (waitMillis > LONGEST_WAIT_MILLIS) {
            return false;
        }
        Thread.sleep(Math.max(0, waitMillis));
        return true;
    }

    Outcome wrongAudience(Play play) throws IOException, InterruptedException {
        String token = cast.serverA().token(cast.addresses().forInvoices());
        Stranger withCertificateA = cast.serverA().withoutInterceptor();
        play.call(
                Party.SERVER_A,
                cast.addresses().invoicesOf(Cast.A),
                url -> withCertificateA.get(url, token),
                Expectation.letIn(),
                "A’s token for the invoices opens the invoices.");
        play.call(
                Party.SERVER_A,
                cast.addresses().ordersOf(Cast.A),
                url -> withCertificateA.get(url, token),
                Expectation.refused(401, "token_audience"),
                "The same token over the same certificate, but its audience (aud) is the invoices, not the orders.");
        play.focus();
        return play.end("A token for one API does not open another: each guard knows its own audience.");
    }

    Outcome otherPartnersPath(Play play) throws IOException, InterruptedException {
        URI ordersOfA = cast.addresses().ordersOf(Cast.A);
        URI ordersOfB = cast.addresses().ordersOf(Cast.B);
        play.call(
                Party.SERVER_A,
                ordersOfB,
                cast.serverA()::get,
                Expectation.refused(403, "path_claim_mismatch"),
                "A’s token and certificate are in order, but the path names server-b and the token’s client_id is server-a.");
        play.focus();
        play.call(
                Party.SERVER_B,
                ordersOfA,
                cast.serverB()::get,
                Expectation.refused(403, "path_claim_mismatch"),
                "The same the other way round: B’s token does not open A’s path.");
        return play.end(
                "No partner sees another’s orders: the path must name the client that the token was issued to.");
    }
}
