package io.holdfast.doctor.probe;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.CompactToken;
import io.holdfast.doctor.report.Redaction;
import io.holdfast.text.Base64Url;
import io.holdfast.token.JwsSigning;
import io.holdfast.token.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** L: well signed tokens whose confirmation is odd, with the owner's certificate. The probe is the issuer. */
final class LabChecks {
    private final Trial trial;
    private final String thumbprint;

    LabChecks(Trial trial) {
        this.trial = trial;
        this.thumbprint = trial.party().own().thumbprint();
    }

    void run() {
        PrivateKey key = trial.settings().issuerKey;
        Optional<CompactToken> own = trial.party().jwt();
        if (key == null || own.isEmpty()) {
            notJudged(key == null ? "no key of a test issuer (--issuer-key)" : "the token is opaque");
            return;
        }
        try {
            Issuer issuer = new Issuer(own.get(), key, trial.party().redaction());
            Exchange control = trial.line().send(trial.place(), call(issuer.bound(quoted(thumbprint))));
            if (!trial.reading().hasSucceeded(control)) {
                notJudged("a right token under the key of --issuer-key is refused: " + control.words());
                return;
            }
            confirmations(issuer);
            thumbprints(issuer);
            places(issuer);
        } catch (GeneralSecurityException e) {
            notJudged("the key of --issuer-key cannot sign with the token's algorithm");
        } catch (Line.LimitReachedException e) {
            notJudged("the allowed number of requests is used up (--max-requests)");
        }
    }

    private void notJudged(String why) {
        for (Check check : Check.values()) {
            if (check.group().equals("L") && trial.wants(check)) {
                trial.notJudged(check, why);
            }
        }
    }

    private void confirmations(Issuer issuer) throws GeneralSecurityException {
        refuse(Check.L1, issuer.with("\"cnf\":null"));
        refuse(Check.L2, issuer.with("\"cnf\":{}"));
        refuse(Check.L3, issuer.with("\"cnf\":[]"), issuer.with("\"cnf\":[{\"x5t#S256\":" + quoted(thumbprint) + "}]"));
        refuse(Check.L4, issuer.with("\"cnf\":" + quoted(thumbprint)));
    }

    private void thumbprints(Issuer issuer) throws GeneralSecurityException {
        X509Certificate certificate = trial.party().own().certificate();
        String hex = CertificateFacts.hex(CertificateThumbprint.of(certificate));
        refuse(Check.L5, issuer.bound(quoted(hex)));
        refuse(Check.L6, issuer.bound(quoted(thumbprint + "=")));
        String standard = thumbprint.replace('-', '+').replace('_', '/');
        if (standard.equals(thumbprint)) {
            explain(Check.L7, "your thumbprint is the same in both alphabets");
        } else {
            refuse(Check.L7, issuer.bound(quoted(standard)));
        }
        refuse(
                Check.L8,
                issuer.bound(quoted(thumbprint.substring(0, thumbprint.length() - 1))),
                issuer.bound(quoted(thumbprint + "A")));
        refuse(Check.L9, issuer.bound(quoted(thumbprint.toLowerCase(Locale.ROOT))));
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
        refuse(Check.L10, issuer.with("\"cnf\":{\"x5t\":" + quoted(Base64Url.encode(sha1)) + "}"));
    }

    private void places(Issuer issuer) throws GeneralSecurityException {
        refuse(Check.L11, issuer.with("\"x5t#S256\":" + quoted(thumbprint)), issuer.inHeader(thumbprint));
        String stranger = quoted(trial.party().madeUp().stranger().thumbprint());
        String mine = quoted(thumbprint);
        refuse(
                Check.L12,
                issuer.with("\"cnf\":{\"x5t#S256\":" + stranger + "},\"cnf\":{\"x5t#S256\":" + mine + "}"),
                issuer.with("\"cnf\":{\"x5t#S256\":" + mine + "},\"cnf\":{\"x5t#S256\":" + stranger + "}"),
                issuer.bound(stranger + ",\"x5t#S256\":" + mine),
                issuer.bound(mine + ",\"x5t#S256\":" + stranger));
        refuse(Check.L13, issuer.bound(mine + ",\"jkt\":" + stranger));
        List<X509Certificate> chain = trial.party().own().chain();
        if (chain.size() < 2) {
            explain(Check.L14, "your chain has no issuer");
        } else {
            refuse(
                    Check.L14,
                    issuer.bound(quoted(CertificateThumbprint.of(chain.get(1)).value())));
        }
    }

    private void explain(Check check, String why) {
        if (trial.wants(check)) {
            trial.notJudged(check, why);
        }
    }

    private void refuse(Check check, String... tokens) {
        List<Attack> attacks = new ArrayList<>();
        for (String token : Arrays.asList(tokens)) {
            attacks.add(Attack.of(trial.place(), "such a token with your certificate", call(token)));
        }
        trial.refuse(check, attacks);
    }

    private Call call(String token) {
        return Call.get(trial.place().target(), trial.party().own()).bearer(token);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    /** Signs variants of the owner's token. */
    private static final class Issuer {
        private final CompactToken model;
        private final PrivateKey key;
        private final Redaction redaction;
        private final SignatureAlgorithm algorithm;

        Issuer(CompactToken own, PrivateKey key, Redaction redaction) throws GeneralSecurityException {
            this.model = own.without("cnf");
            this.key = key;
            this.redaction = redaction;
            this.algorithm = SignatureAlgorithm.named(own.parameter("alg"))
                    .orElseThrow(() -> new GeneralSecurityException("unknown algorithm of the token"));
        }

        /** A token with a thumbprint, in JSON. */
        String bound(String thumbprint) throws GeneralSecurityException {
            return with("\"cnf\":{\"x5t#S256\":" + thumbprint + "}");
        }

        /** A token with these members. */
        String with(String members) throws GeneralSecurityException {
            return signed(model.signingInputWith(members));
        }

        String inHeader(String thumbprint) throws GeneralSecurityException {
            return signed(model.withHeader("x5t#S256", thumbprint).signingInput());
        }

        private String signed(String input) throws GeneralSecurityException {
            byte[] signature = JwsSigning.sign(algorithm, key, input.getBytes(StandardCharsets.US_ASCII));
            return redaction.token(input + "." + Base64Url.encode(signature));
        }
    }
}
