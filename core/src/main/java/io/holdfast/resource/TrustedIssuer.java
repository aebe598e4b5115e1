package io.holdfast.resource;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.config.IssuerSettings;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationUnavailableException;
import io.holdfast.token.VerifiedToken;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An issuer whose tokens are accepted here: how they are verified, and what they must be. Safe for many threads. */
final class TrustedIssuer implements Closeable {
    private final String issuer;
    private final BindingPolicy binding;
    private final String principalClaim;
    private final AccessTokenVerifier verifier;
    private final Closeable connection;

    TrustedIssuer(IssuerSettings settings, AccessTokenVerifier verifier, Closeable connection) {
        this.issuer = settings.issuer();
        this.binding = settings.binding();
        this.principalClaim = settings.principalClaim();
        this.verifier = verifier;
        this.connection = connection;
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

    /** Ends the connections to the authorization server. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
