package io.holdfast.demo.parties;

import io.holdfast.keystore.KeyMaterialException;
import java.io.IOException;
import java.net.URI;

/** Certificates and keys change while everybody works. Immutable. */
final class ChangeScenes {
    /**
     * The time in which the APIs fetch the keys again at most once ({@code jwksReloadSeconds} of {@code web.xml}), and
     * some more.
     */
    private static final long KEY_RELOAD_MILLIS = 1_100;

    private final Cast cast;
    private final TokenServiceControls tokenService;

    ChangeScenes(Cast cast, TokenServiceControls tokenService) {
        this.cast = cast;
        this.tokenService = tokenService;
    }

    Outcome rotateCertificate(Play play) throws KeyMaterialException, IOException, InterruptedException {
        Partner serverA = cast.serverA();
        ShownCertificate before = serverA.certificate();
        String oldToken = serverA.token(cast.addresses().forOrders());
        play.call(
                Party.SERVER_A,
                ordersOfA(),
                serverA::get,
                Expectation.letIn(),
                "Before: token and connection tell of the certificate " + Shortened.of(before.thumbprint()) + ".");
        new NextCertificate(cast.files()).putInPlace();
        boolean replaced = serverA.reload();
        ShownCertificate after = serverA.certificate();
        play.note(Step.by(Party.OPERATOR, Party.SERVER_A, "puts a new key and certificate into A’s key store")
                .certificate(after)
                .judged("a new certificate in use", replaced)
                .explained(
                        replaced
                                ? "Same subject, new key. The thumbprint was " + before.thumbprint() + " and is now "
                                        + after.thumbprint() + ". The key ring took both up without a restart."
                                : "The key ring has read it and goes on with the certificate before until it gets a token "
                                        + "for the new one."));
        if (!replaced) {
            return play.end("A’s new certificate waits for its first token.");
        }
        Stranger withNewCertificate = serverA.withoutInterceptor();
        play.call(
                Party.SERVER_A,
                ordersOfA(),
                url -> withNewCertificate.get(url, oldToken),
                Expectation.refused(401, "certificate_mismatch"),
                "The old token over the new certificate: it is bound to the certificate, not to the subject’s name. "
                        + "Here it was sent on purpose; the interceptor never mixes the two.");
        play.focus();
        play.call(
                Party.SERVER_A,
                ordersOfA(),
                serverA::get,
                Expectation.letIn(),
                "A’s next token is bound to the new certificate " + Shortened.of(after.thumbprint()) + ".");
        return play.end("A has a new certificate. Its old token is useless over it; its new one opens the API.");
    }

    Outcome retireSigningKey(Play play) throws KeyMaterialException, IOException, InterruptedException {
        Exchange first = play.call(
                Party.SERVER_A,
                ordersOfA(),
                cast.serverA()::get,
                Expectation.letIn(),
                "Before: A has a token, signed with the key of that time.");
        // Several retired keys within the API's reload time would look like an attack to it.
        Thread.sleep(KEY_RELOAD_MILLIS);
        String oldKid = tokenService.signingKid();
        tokenService.rotateSigningKey();
        String newKid = tokenService.signingKid();
        play.note(Step.by(Party.OPERATOR, Party.TOKEN_SERVICE, "makes a new signing key")
                .judged("another key", !newKid.equals(oldKid))
                .explained("The key " + Shortened.of(oldKid) + " signs no more, " + Shortened.of(newKid)
                        + " does. The old one stays published until the last token that it signed has ended."));
        play.call(
                Party.SERVER_A,
                ordersOfA(),
                cast.serverA()::get,
                Expectation.letIn(),
                "The token in hand, signed with " + Shortened.of(kidOf(first))
                        + ", is still good: its key is still published.");
        cast.restartServerA();
        Exchange last = play.call(
                Party.SERVER_A,
                ordersOfA(),
                cast.serverA()::get,
                Expectation.letIn(),
                "A fresh token, signed with the new key. The guard did not know that key and asked for it.");
        play.focus();
        play.note(Step.by(Party.OPERATOR, Party.TOKEN_SERVICE, "looks at the key of the fresh token")
                .judged("signed with the new key", kidOf(last).equals(newKid))
                .explained("The fresh token was signed with " + Shortened.of(kidOf(last)) + "."));
        return play.end("The signing key has changed and nobody noticed: old tokens end by themselves.");
    }

    private URI ordersOfA() {
        return cast.addresses().ordersOf(Cast.A);
    }

    private static String kidOf(Exchange exchange) {
        return exchange.overheard().map(SentToken::of).flatMap(SentToken::kid).orElse("no kid");
    }
}
