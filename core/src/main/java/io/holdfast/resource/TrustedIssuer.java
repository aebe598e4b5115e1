package io.holdfast.resource;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.config.IssuerSettings;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationUnavailableException;
import io.holdfast.token.VerifiedToken;

/** An issuer whose tokens are accepted here: how they are verified, and what they must be. Safe for many threads. */
final class TrustedIssuer {
    private final String issuer;
    private final BindingPolicy binding;
    private final String principalClaim;
    private final AccessTokenVerifier verifier;

    TrustedIssuer(IssuerSettings settings, AccessTokenVerifier verifier) {
        this.issuer = settings.issuer();
        this.binding = settings.binding();
        this.principalClaim = settings.principalClaim();
        this.verifier = verifier;
    }

    /** The issuer identifier. */
    String issuer() {
        return issuer;
    }

    BindingPolicy binding() {
        return binding;
    }

    /** The claim that names whom a token speaks for. */
    String principalClaim() {
        return principalClaim;
    }

    VerifiedToken verify(String token) throws RefusedException {
        try {
            return verifier.verify(token);
        } catch (TokenRejectedException e) {
            throw new RefusedException(RefusalReason.of(e.rejection()), token, e);
        } catch (VerificationUnavailableException e) {
            throw new RefusedException(RefusalReason.VERIFICATION_UNAVAILABLE, token, e);
        }
    }
}
