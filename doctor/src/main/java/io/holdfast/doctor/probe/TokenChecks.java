package io.holdfast.doctor.probe;

import io.holdfast.doctor.report.CompactToken;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * V: forged tokens. They are bound to the certificate that TLS sends with them, so that the comparison of certificates
 * cannot refuse them: a stranger's where TLS lets one in, else the owner's own.
 */
final class TokenChecks {
    private final Trial trial;
    private final Identity presenter;
    private final IssuerDocuments issuer;

    TokenChecks(Trial trial, @Nullable Identity stranger, IssuerDocuments issuer) {
        this.trial = trial;
        this.presenter = stranger != null ? stranger : trial.party().own();
        this.issuer = issuer;
    }

    void run() {
        Optional<CompactToken> jwt = trial.party().jwt();
        if (jwt.isEmpty()) {
            for (Check check : List.of(Check.V1, Check.V2, Check.V3, Check.V4, Check.V5)) {
                if (trial.wants(check)) {
                    trial.notJudged(check, "the token is opaque: there is no signature to forge");
                }
            }
            return;
        }
        String runId = trial.settings().runId;
        ForgedTokens forged = new ForgedTokens(
                jwt.get(), presenter.thumbprint(), runId, trial.party().redaction());
        trial.refuse(Check.V1, attacks("rebound to " + presenter + ", old signature", forged.underOldSignature()));
        List<Attack> unsigned = new ArrayList<>();
        for (String algorithm : List.of("none", "nOnE")) {
            unsigned.addAll(attacks("rebound to " + presenter + ", alg " + algorithm, forged.unsigned(algorithm)));
        }
        unsigned.addAll(attacks("rebound to " + presenter + ", empty signature", forged.withEmptySignature()));
        trial.refuse(Check.V2, unsigned);
        publicKey(forged);
        ownKey(forged, runId);
        trial.refuse(Check.V5, attacks("without cnf, old signature", forged.withoutConfirmation()));
    }

    private void publicKey(ForgedTokens forged) {
        if (!trial.wants(Check.V3) || trial.isExplained(Check.V3)) {
            return;
        }
        Optional<PublicKey> key = issuer.key();
        if (key.isEmpty()) {
            trial.notJudged(Check.V3, "the issuer's keys were not read: " + issuer.problem());
            return;
        }
        try {
            List<String> tokens = forged.underPublicKey(key.get());
            trial.refuse(
                    Check.V3,
                    attacks(
                            "rebound to " + presenter + ", HS256 with the issuer's public key",
                            tokens.toArray(new String[0])));
        } catch (GeneralSecurityException e) {
            trial.notJudged(Check.V3, "this Java platform has no HMAC with SHA-256");
        }
    }

    private void ownKey(ForgedTokens forged, String runId) {
        if (!trial.wants(Check.V4) || trial.isExplained(Check.V4)) {
            return;
        }
        try {
            List<String> tokens = forged.withOwnKey(runId);
            trial.refuse(
                    Check.V4,
                    attacks("rebound to " + presenter + ", with a key of its own", tokens.toArray(new String[0])));
        } catch (GeneralSecurityException e) {
            trial.notJudged(Check.V4, "this Java platform cannot sign with the token's algorithm");
        }
    }

    /** The control beside a forgery is a call without any token. */
    private List<Attack> attacks(String words, String... tokens) {
        List<Attack> attacks = new ArrayList<>();
        for (String token : tokens) {
            Call call = Call.get(trial.place().target(), presenter).bearer(token);
            attacks.add(Attack.of(trial.place(), "your token " + words, call));
        }
        return attacks;
    }
}
