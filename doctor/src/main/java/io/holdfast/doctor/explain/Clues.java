package io.holdfast.doctor.explain;

import io.holdfast.doctor.report.CertificateFiles;
import io.holdfast.keystore.KeyMaterialException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
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

    /** In a log of JSON the quotes of a value have one backslash before them, or several where that is wrapped again. */
    private static final Pattern FIELD =
            Pattern.compile("\\b([a-z]+)=(?:(\\\\*)\"(.*?)(?<!\\\\)\\2\"|([^\\s\"\\\\]+))");

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

    /**
     * The first certificate in PEM.
     *
     * @throws KeyMaterialException if it cannot be read
     */
    Optional<X509Certificate> certificate() throws KeyMaterialException {
        Optional<String> pem = group(PEM, 0);
        return pem.isPresent() ? Optional.of(CertificateFiles.inText(pem.get()).get(0)) : Optional.empty();
    }

    /** The answer that the text ends with. */
    CopiedAnswer answer() {
        return CopiedAnswer.in(text);
    }

    /** The fields of a line of the audit log; empty if there is no such line. */
    Map<String, String> auditLine() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : text.split("\\R", -1)) {
            if (fields.isEmpty() && line.contains("reason=")) {
                Matcher field = FIELD.matcher(line);
                while (field.find()) {
                    fields.putIfAbsent(field.group(1), field.group(3) != null ? field.group(3) : field.group(4));
                }
            }
        }
        return fields;
    }

    private Optional<String> group(Pattern pattern, int group) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(group)) : Optional.empty();
    }
}
