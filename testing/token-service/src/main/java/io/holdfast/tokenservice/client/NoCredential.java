package io.holdfast.tokenservice.client;

import java.util.Optional;

/** {@code none}: a public client names itself, and whoever knows the name may do so (RFC 6749 §2.1). */
final class NoCredential implements ClientCredential {
    @Override
    public ClientAuthenticationMethod method() {
        return ClientAuthenticationMethod.NONE;
    }

    @Override
    public Optional<String> objectionTo(PresentedCredential presented, CredentialChecks checks) {
        return Optional.empty();
    }
}
