package io.holdfast.doctor.command;

import io.holdfast.doctor.cli.Output;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.Diagnosis;
import io.holdfast.doctor.report.Redaction;
import io.holdfast.doctor.report.TokenText;
import io.holdfast.doctor.tls.HttpReply;
import io.holdfast.doctor.tls.HttpsUrl;
import io.holdfast.doctor.tls.TlsObservation;
import io.holdfast.keystore.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the steps of a call: to standard error, because the body of the answer is the data. */
final class CallReport {
    private final Output output;
    private final HttpsUrl url;
    private final @Nullable String token;
    private final @Nullable KeyMaterial identity;
    private final @Nullable FetchedToken fetched;
    private final Redaction redaction;

    CallReport(
            Output output,
            HttpsUrl url,
            @Nullable String token,
            @Nullable KeyMaterial identity,
            @Nullable FetchedToken fetched,
            Redaction redaction) {
        this.output = output;
        this.url = url;
        this.token = token;
        this.identity = identity;
        this.fetched = fetched;
        this.redaction = redaction;
    }

    void write(TlsObservation facts, HttpReply reply, Diagnosis diagnosis) {
        if (output.isJson()) {
            output.json(members(facts, reply, diagnosis));
            return;
        }
        writeSteps(facts);
        note("http", reply.version() + " " + reply.status());
        for (String challenge : reply.values("WWW-Authenticate")) {
            note("challenge", challenge);
        }
        reply.values("Location").forEach(location -> note("location", location + " (not followed)"));
        note("reason", diagnosis.reason());
        if (!diagnosis.remedy().isEmpty()) {
            note("to do", diagnosis.remedy());
        }
        if (reply.body().length() > 0) {
            output.text(body(reply));
        }
    }

    /** The steps up to TLS, which are there without an answer, too. */
    void writeSteps(TlsObservation facts) {
        note(
                "address",
                facts.address().getAddress().getHostAddress() + " port "
                        + facts.address().getPort() + " for " + url.host());
        if (token != null) {
            note("token", TokenText.of(token).inWords());
        }
        if (fetched != null) {
            note("binding", fetched.binding().words());
        }
        if (!facts.protocol().isEmpty()) {
            note("tls", facts.protocol() + ", " + facts.cipher() + (facts.alpn().isEmpty() ? "" : ", " + facts.alpn()));
        }
        note("asked", asked(facts));
        note(
                "sent",
                facts.sent().map(CertificateFacts::of).map(CallReport::named).orElseGet(this::whyNone));
    }

    private static String named(CertificateFacts certificate) {
        return certificate.subject() + ", thumbprint "
                + certificate.thumbprint().value() + ", valid " + certificate.validity(Instant.now());
    }

    private String whyNone() {
        return identity == null ? "no certificate: none was named" : "no certificate";
    }

    private static String asked(TlsObservation facts) {
        if (!facts.asked()) {
            return "no client certificate";
        }
        List<String> authorities = facts.authorities();
        return "a client certificate" + (facts.askedLate() ? ", only after the request" : "") + ", of "
                + (authorities.isEmpty() ? "any authority" : String.join(" or ", authorities));
    }

    private void note(String name, String text) {
        output.note(String.format("  %-11s", name) + redaction.shown(text));
    }

    private String body(HttpReply reply) {
        return redaction.shown(new String(reply.body().beginning(), StandardCharsets.UTF_8));
    }

    private Map<String, Object> members(TlsObservation facts, HttpReply reply, Diagnosis diagnosis) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "holdfast-call/1");
        json.put("url", url.toString());
        json.put("address", facts.address().getAddress().getHostAddress());
        json.put("port", facts.address().getPort());
        json.put("tls", facts.protocol());
        json.put("cipher", facts.cipher());
        json.put("alpn", facts.alpn());
        json.put("certificateAsked", facts.asked());
        json.put("authorities", facts.authorities());
        json.put(
                "certificateSent",
                facts.sent()
                        .map(CertificateFacts::of)
                        .map(CertificateFacts::members)
                        .orElse(null));
        json.put("token", token != null ? TokenText.of(token).members() : null);
        json.put("http", reply.version());
        json.put("status", reply.status());
        json.put(
                "challenges",
                reply.values("WWW-Authenticate").stream().map(redaction::shown).collect(Collectors.toList()));
        json.put("reason", redaction.shown(diagnosis.reason()));
        json.put("toDo", redaction.shown(diagnosis.remedy()));
        json.put("body", body(reply));
        return json;
    }
}
