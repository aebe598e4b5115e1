package io.holdfast.tokenservice.client;

import io.holdfast.token.VerificationUnavailableException;
import java.util.Optional;

/** {@code private_key_jwt}: a JWT about itself, signed with a registered key (RFC 7523 §2.2). */
final class AssertionCredential implements ClientCredential {
    private final RegisteredKeys registered;

    AssertionCredential(RegisteredKeys registered) {
        this.registered = registered;
    }

    @Override
    public ClientAuthenticationMethod method() {
        return ClientAuthenticationMethod.PRIVATE_KEY_JWT;
    }

    @Override
    public Optional<String> objectionTo(PresentedCredential presented, CredentialChecks checks)
            throws VerificationUnavailableException {
        String assertion = presented.assertion();
        return assertion == null
                ? Optional.of("it presented no assertion")
                : checks.assertions().objectionTo(assertion, presented.clientId(), checks.keys(registered));
    }
}
