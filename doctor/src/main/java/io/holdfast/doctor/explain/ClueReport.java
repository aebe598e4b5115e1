package io.holdfast.doctor.explain;

import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Output;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.Diagnosis;
import io.holdfast.doctor.report.Redaction;
import io.holdfast.doctor.report.TokenText;
import io.holdfast.resource.RefusalReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Explains what there is without the settings of a door. */
final class ClueReport {
    private final Output output;
    private final Instant now;
    private final Redaction redaction = new Redaction();
    private final Optional<TokenText> token;
    private final Optional<CertificateFacts> certificate;
    private final Optional<Map<String, String>> challenge;
    private final Map<String, String> auditLine;
    private final CopiedAnswer answer;

    ClueReport(Output output, Evidence evidence, Instant now) {
        this.output = output;
        this.now = now;
        this.token = evidence.token().map(redaction::token).map(TokenText::of);
        this.certificate = evidence.certificate().map(CertificateFacts::of);
        this.answer = evidence.clues().answer();
        this.challenge = answer.challenge().map(redaction::shown);
        this.auditLine = evidence.clues().auditLine();
    }

    ExitCode write() throws UsageException {
        Optional<Integer> status = answer.status();
        Optional<RefusalReason> reason = reason();
        if (token.isEmpty() && certificate.isEmpty() && challenge.isEmpty() && reason.isEmpty() && status.isEmpty()) {
            throw new UsageException(
                    answer.isInterimAlone()
                            ? "The text has an interim answer alone (100 Continue, or a proxy's 200 Connection"
                                    + " established): that of the server itself is missing. Copy all that curl -i shows."
                            : "Nothing was found that could be explained: no token, no certificate in PEM, no"
                                    + " WWW-Authenticate line, no status and no line of io.holdfast.audit.");
        }
        Optional<Diagnosis> diagnosis = reason.isEmpty() && (challenge.isPresent() || status.isPresent())
                ? Optional.of(Diagnosis.of(status.orElse(401), challenge, facts(), now))
                : Optional.empty();
        String comparison = comparison();
        if (output.isJson()) {
            output.json(members(reason, diagnosis, comparison));
        } else {
            writeText(reason, diagnosis, comparison);
        }
        boolean bad = reason.isPresent() || status.filter(code -> code >= 300).isPresent() || !isGood();
        return bad ? ExitCode.FINDING : ExitCode.OK;
    }

    private Diagnosis.Facts facts() {
        return Diagnosis.Facts.ofReport(
                token.orElse(null),
                certificate.map(CertificateFacts::thumbprint).orElse(null));
    }

    private Optional<RefusalReason> reason() {
        String code = auditLine.getOrDefault("reason", "");
        return Arrays.stream(RefusalReason.values())
                .filter(reason -> reason.code().equals(code))
                .findFirst();
    }

    private void writeText(Optional<RefusalReason> reason, Optional<Diagnosis> diagnosis, String comparison) {
        token.ifPresent(text -> {
            output.line("token " + text.inWords() + " (signature NOT checked)");
            text.writeTo(output, now);
        });
        certificate.ifPresent(facts -> {
            output.line("certificate");
            facts.writeTo(output, now);
        });
        reason.ifPresent(this::writeReason);
        diagnosis.ifPresent(likely -> {
            output.line("reason         " + redaction.shown(likely.reason()));
            if (!likely.remedy().isEmpty()) {
                output.line("to do          " + redaction.shown(likely.remedy()));
            }
        });
        if (!comparison.isEmpty()) {
            output.line("binding        " + comparison);
        }
        if (reason.isPresent() || diagnosis.isPresent()) {
            output.line("page           " + Remedies.PAGE);
        }
    }

    private void writeReason(RefusalReason code) {
        output.line("reason         " + code.status() + " " + code.code()
                + (auditLine.containsKey("detail") ? ": " + redaction.shown(auditLine.get("detail")) : ""));
        String bound = auditLine.getOrDefault("bound", "");
        String shown = auditLine.getOrDefault("certificate", "");
        if (!bound.isEmpty() && !shown.isEmpty()) {
            output.line("binding        the token is bound to " + bound + "..., the connection had " + shown + "... "
                    + auditLine.getOrDefault("subject", ""));
        }
        token.filter(text -> auditLine.containsKey("token")
                        && !auditLine.get("token").equals(text.name()))
                .ifPresent(text -> output.line("token          the log is about another token than this one: "
                        + auditLine.get("token") + ", not " + text.name()));
        output.line("to do          " + remedy(code));
    }

    private String remedy(RefusalReason code) {
        return Remedies.read().of(code, auditLine.getOrDefault("detail", ""));
    }

    /** True if nothing is wrong with token and certificate by themselves. */
    private boolean isGood() {
        boolean fits = token.isEmpty()
                || certificate.isEmpty()
                || token.get().boundTo().equals(certificate.map(CertificateFacts::thumbprint));
        boolean lasts = token.flatMap(text -> text.time("exp"))
                .map(end -> end.isAfter(now))
                .orElse(true);
        boolean bound = token.isEmpty()
                || !token.get().isReadable()
                || token.get().boundTo().isPresent();
        return fits
                && lasts
                && bound
                && certificate.map(facts -> facts.isValid(now)).orElse(true);
    }

    private String comparison() {
        if (token.isEmpty() || certificate.isEmpty() || token.get().boundTo().isEmpty()) {
            return "";
        }
        return token.get().boundTo().equals(certificate.map(CertificateFacts::thumbprint))
                ? "the token is bound to this certificate"
                : "the token is bound to ANOTHER certificate than this one. If the certificate was renewed after the"
                        + " token was fetched, fetch a new token with the new certificate";
    }

    private Map<String, Object> members(
            Optional<RefusalReason> reason, Optional<Diagnosis> diagnosis, String comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "holdfast-explain/1");
        json.put("token", token.map(TokenText::members).orElse(null));
        json.put("signature", KeySource.NONE.words());
        json.put("certificate", certificate.map(CertificateFacts::members).orElse(null));
        json.put("reason", reason.map(RefusalReason::code).orElse(null));
        json.put(
                "status",
                reason.map(RefusalReason::status).orElse(answer.status().orElse(null)));
        json.put(
                "likely", diagnosis.map(Diagnosis::reason).map(redaction::shown).orElse(null));
        json.put(
                "toDo",
                reason.map(this::remedy)
                        .orElse(diagnosis
                                .map(Diagnosis::remedy)
                                .map(redaction::shown)
                                .orElse(null)));
        json.put("binding", comparison);
        json.put("page", Remedies.PAGE);
        return json;
    }
}
