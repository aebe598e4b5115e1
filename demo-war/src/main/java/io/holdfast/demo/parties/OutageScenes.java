package io.holdfast.demo.parties;

import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.KeyMaterialException;
import java.io.IOException;
import java.net.URI;

/** The token service stops and starts again. Immutable. */
final class OutageScenes {
    private final Cast cast;
    private final TokenServiceControls tokenService;

    OutageScenes(Cast cast, TokenServiceControls tokenService) {
        this.cast = cast;
        this.tokenService = tokenService;
    }

    Outcome stop(Play play) throws KeyMaterialException, IOException, InterruptedException {
        if (tokenService.running()) {
            play.call(
                    Party.SERVER_A,
                    ordersOfA(),
                    cast.serverA()::get,
                    Expectation.letIn(),
                    "Before: A has a token, and the guard has the token service’s keys.");
        }
        tokenService.stop();
        play.note(Step.by(Party.OPERATOR, Party.TOKEN_SERVICE, "stops the token service")
                .judged("stopped", !tokenService.running())
                .explained("From now on it answers 503 to everything."));
        play.call(
                Party.SERVER_A,
                ordersOfA(),
                cast.serverA()::get,
                Expectation.letIn(),
                "The token in hand still opens the API: the guard verifies it with the keys that it has, "
                        + "and asks nobody.");
        play.focus();
        freshTokenIsNotToBeHad(play);
        return play.end(
                "Who has a token goes on working while the token service is down; who needs a fresh one must wait.");
    }

    private void freshTokenIsNotToBeHad(Play play) throws KeyMaterialException, IOException {
        Step.Builder step = Step.by(Party.SERVER_A, Party.TOKEN_SERVICE, "asks for a fresh token, as after a restart");
        try (Partner another = cast.anotherServerA()) {
            another.token(cast.addresses().forOrders());
            play.note(step.judged("no token", false).explained("There was a token, though the service is stopped."));
        } catch (TokenUnavailableException e) {
            play.note(step.judged("no token", true).explained("What the client’s log says: " + Failure.reasonOf(e)));
        }
    }

    Outcome start(Play play) throws KeyMaterialException, IOException, InterruptedException {
        tokenService.start();
        play.note(Step.by(Party.OPERATOR, Party.TOKEN_SERVICE, "starts the token service")
                .judged("running", tokenService.running())
                .explained("It answers again, with the keys that it had."));
        cast.restartServerA();
        play.call(
                Party.SERVER_A,
                ordersOfA(),
                cast.serverA()::get,
                Expectation.letIn(),
                "Server A was started anew, has fetched a fresh token and is let in with it.");
        play.focus();
        return play.end("The token service is back, and fresh tokens can be had.");
    }

    private URI ordersOfA() {
        return cast.addresses().ordersOf(Cast.A);
    }
}
