package io.holdfast.doctor.report;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.certificate.ExtendedKeyUsage;
import io.holdfast.doctor.cli.Output;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The facts of a certificate that matter to bound tokens. Immutable. */
public final class CertificateFacts {
    private final X509Certificate certificate;
    private final CertificateThumbprint thumbprint;

    private CertificateFacts(X509Certificate certificate) {
        this.certificate = certificate;
        this.thumbprint = CertificateThumbprint.of(certificate);
    }

    /** The facts of a certificate. */
    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(certificate);
    }

    /** The thumbprint. */
    public CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** The thumbprint in lower-case hexadecimal, as {@code openssl x509 -fingerprint -sha256} has it without colons. */
    public static String hex(CertificateThumbprint thumbprint) {
        return hex(Base64.getUrlDecoder().decode(thumbprint.value()));
    }

    /** A digest in lower-case hexadecimal. */
    public static String hex(byte[] digest) {
        StringBuilder hex = new StringBuilder(2 * digest.length);
        for (byte octet : digest) {
            hex.append(String.format("%02x", octet));
        }
        return hex.toString();
    }

    /** The subject's name. */
    public String subject() {
        return certificate.getSubjectX500Principal().getName();
    }

    /** The issuer's name. */
    public String issuer() {
        return certificate.getIssuerX500Principal().getName();
    }

    /** True if it is valid at a time. */
    public boolean isValid(Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** The validity in words. */
    public String validity(Instant now) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        return begin + " to " + end + " ("
                + (begin.isAfter(now) ? TimeWords.beginning(begin, now) : TimeWords.end(end, now)) + ")";
    }

    /** True if its extended key usage, where it has one, lets it stand for a client. */
    public boolean isForClients() {
        return ExtendedKeyUsage.permitsClients(certificate);
    }

    /** Writes the facts, a line each. */
    public void writeTo(Output output, Instant now) {
        output.entry("x5t#S256", thumbprint.value());
        output.entry("hex", hex(thumbprint));
        output.entry("subject", subject());
        output.entry("issuer", issuer().equals(subject()) ? "itself" : issuer());
        output.entry("valid", validity(now));
        if (!isForClients()) {
            output.entry("usage", "its extended key usage does not name clients: many servers' TLS refuses it");
        }
    }

    /** The facts as members of a JSON object. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("x5t#S256", thumbprint.value());
        members.put("sha256", hex(thumbprint));
        members.put("subject", subject());
        members.put("issuer", issuer());
        members.put("notBefore", certificate.getNotBefore().toInstant().toString());
        members.put("notAfter", certificate.getNotAfter().toInstant().toString());
        members.put("forClients", isForClients());
        return members;
    }
}
