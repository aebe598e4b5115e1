package io.holdfast.tokenservice.authorization;

import io.holdfast.tokenservice.client.RegisteredClient;
import io.holdfast.tokenservice.client.Target;

/** A client's request to a user (RFC 6749 §4.1.1), all of it checked. Immutable. */
public final class AuthorizationRequest {
    private final RegisteredClient client;
    private final RedirectTarget redirect;
    private final CodeChallenge challenge;
    private final Target target;

    AuthorizationRequest(RegisteredClient client, RedirectTarget redirect, CodeChallenge challenge, Target target) {
        this.client = client;
        this.redirect = redirect;
        this.challenge = challenge;
        this.target = target;
    }

    RegisteredClient client() {
        return client;
    }

    /** Where the answer goes. */
    RedirectTarget redirect() {
        return redirect;
    }

    CodeChallenge challenge() {
        return challenge;
    }

    Target target() {
        return target;
    }
}
