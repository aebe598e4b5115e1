package io.holdfast.doctor.explain;

import io.holdfast.doctor.report.CertificateFiles;
import io.holdfast.keyring.exchange.AuthenticateHeader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text copied out of a log, a terminal or a mail: a token, certificates, a challenge, a status line, a line of the audit
 * log, in any order and with anything between. Immutable.
 */
final class Clues {
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]*\\.[\\w-]*\\.[\\w-]*");
    private static final Pattern STATUS = Pattern.compile("(?m)(?:HTTP/[0-9.]+ |^\\s*|status=)([1-5][0-9]{2})\\b");
    private static final Pattern CHALLENGE =
            Pattern.compile("(?im)(?:www-authenticate:\\s*|^\\s*)((?:\\w+ ?, ?)?Bearer\\b(?: +\\w+ *= *\"?.*)?)$");
    private static final Pattern FIELD = Pattern.compile("\\b([a-z]+)=(\"[^\"]*\"|\\S+)");
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----[\\s\\S]*?-----END CERTIFICATE-----");

    private final String text;

    Clues(String text) {
        this.text = text;
    }

    /** A JWT. */
    Optional<String> token() {
        return group(JWT, 0);
    }

    /** The first certificate in PEM. */
    Optional<X509Certificate> certificate() {
        List<X509Certificate> certificates = group(PEM, 0)
                .map(pem -> CertificateFiles.in(pem.getBytes(StandardCharsets.US_ASCII)))
                .orElse(List.of());
        return certificates.stream().findFirst();
    }

    /** An HTTP status. */
    Optional<Integer> status() {
        return group(STATUS, 1).map(Integer::valueOf);
    }

    /** The parameters of a Bearer challenge. */
    Optional<Map<String, String>> challenge() {
        return group(CHALLENGE, 1).flatMap(AuthenticateHeader::bearerParameters);
    }

    /** The fields of a line of the audit log; empty if there is no such line. */
    Map<String, String> auditLine() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : text.split("\\R", -1)) {
            if (fields.isEmpty() && line.contains("reason=")) {
                Matcher field = FIELD.matcher(line);
                while (field.find()) {
                    fields.putIfAbsent(field.group(1), unquoted(field.group(2)));
                }
            }
        }
        return fields;
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }

    private Optional<String> group(Pattern pattern, int group) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(group)) : Optional.empty();
    }
}
