package io.holdfast.resource;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.config.IssuerSettings;
import io.holdfast.text.TokenSyntax;
import io.holdfast.token.AccessTokenVerifier;
import io.holdfast.token.Sender;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationUnavailableException;
import io.holdfast.token.VerifiedToken;

/** An issuer whose tokens are accepted here: how they are verified, and what they must be. Safe for many threads. */
final class TrustedIssuer {
    private final String issuer;
    private final BindingPolicy binding;
    private final String principalClaim;
    private final ScopeRoles roles;
    private final IssuerVerification verification;
    private final AccessTokenVerifier verifier;
    private final KnownClients clients;

    TrustedIssuer(IssuerSettings settings, IssuerVerification verification) {
        this.issuer = settings.issuer();
        this.binding = settings.binding();
        this.principalClaim = settings.principalClaim();
        this.roles = new ScopeRoles(issuer, settings.rolePrefix());
        this.verification = verification;
        this.verifier = verification.verifier();
        this.clients = verification.clients();
    }

    /** The issuer identifier. */
    String issuer() {
        return issuer;
    }

    IssuerVerification verification() {
        return verification;
    }

    /** The present state of the issuer. */
    IssuerStatus status() {
        return verification.status(issuer);
    }

    BindingPolicy binding() {
        return binding;
    }

    /**
     * The party and the roles that a token speaks for.
     *
     * @throws RefusedException if it names no party
     */
    AccessTokenPrincipal principal(VerifiedToken token) throws RefusedException {
        Object name = token.claim(principalClaim).orElse("");
        if (!(name instanceof String) || ((String) name).isEmpty()) {
            throw new RefusedException(
                    RefusalReason.TOKEN_CLAIM_MISSING,
                    token,
                    "the token has no text in the claim '" + principalClaim
                            + "', which the setting principalClaim names");
        }
        if (TokenSyntax.hasControlCharacter((String) name)) {
            throw new RefusedException(
                    RefusalReason.TOKEN_MALFORMED,
                    token,
                    "the token has a control character in the claim '" + principalClaim
                            + "', which the setting principalClaim names");
        }
        return roles.principal((String) name, token.scopes());
    }

    /** True if none of its tokens passes without a client certificate. */
    boolean needsCertificate() {
        return binding == BindingPolicy.REQUIRED;
    }

    /** The clients whose tokens of this issuer were verified. */
    KnownClients clients() {
        return clients;
    }

    VerifiedToken verify(String token, Sender sender) throws RefusedException {
        try {
            return verifier.verify(token, sender);
        } catch (TokenRejectedException e) {
            throw BearerCredentials.rejected(token, e);
        } catch (VerificationUnavailableException e) {
            throw new RefusedException(RefusalReason.VERIFICATION_UNAVAILABLE, token, e);
        }
    }
}
