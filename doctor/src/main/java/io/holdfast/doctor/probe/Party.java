package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.CompactToken;
import io.holdfast.doctor.report.Redaction;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The identities of a run: the owner of the token, a second client perhaps, and a thief. */
final class Party {
    private final Identity own;
    private final @Nullable Identity other;
    private final MadeUpIdentities madeUp;
    private final String token;
    private final Optional<CompactToken> jwt;
    private final Redaction redaction = new Redaction();

    Party(ProbeSettings settings) {
        this.own = Identity.of("your certificate", settings.own);
        this.other = settings.other == null ? null : Identity.of("the other client's certificate", settings.other);
        this.token = redaction.token(settings.token);
        this.jwt = CompactToken.read(token);
        if (settings.otherToken != null) {
            redaction.token(settings.otherToken);
        }
        settings.givenTokens.values().forEach(redaction::token);
        try {
            this.madeUp = new MadeUpIdentities(settings.own, settings.runId);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java platform cannot make a certificate like yours.", e);
        }
    }

    Identity own() {
        return own;
    }

    @Nullable
    Identity other() {
        return other;
    }

    MadeUpIdentities madeUp() {
        return madeUp;
    }

    String token() {
        return token;
    }

    /** The token's parts; empty if it is opaque. */
    Optional<CompactToken> jwt() {
        return jwt;
    }

    Redaction redaction() {
        return redaction;
    }
}
