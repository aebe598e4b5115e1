package io.holdfast.binding;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Explains to an operator why a confirmation cannot be used: what was found in the place of a thumbprint, and what is
 * expected. Nothing of the value is shown.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 */
public final class ConfirmationProblem {
    private static final String EXPECTED = "; 43 characters of base64url are expected";

    private ConfirmationProblem() {}

    /** Part of a sentence about claims whose {@code cnf} is malformed or unsupported. */
    public static String of(Map<String, ?> claims) {
        Object cnf = claims.get("cnf");
        if (!(cnf instanceof Map)) {
            return "its cnf is " + kind(cnf) + "; an object with x5t#S256 is expected";
        }
        Map<?, ?> members = (Map<?, ?>) cnf;
        TreeSet<String> methods = new TreeSet<>(Confirmation.OTHER_REGISTERED_METHODS);
        methods.retainAll(members.keySet());
        if (!members.containsKey(Confirmation.X5T_S256)) {
            return "its cnf has " + (methods.isEmpty() ? "no method that is known here" : String.join(", ", methods))
                    + " and no x5t#S256: the issuer has not bound it to a certificate";
        }
        Object value = members.get(Confirmation.X5T_S256);
        if (!(value instanceof String)) {
            return "its x5t#S256 is " + kind(value) + EXPECTED;
        }
        return CertificateThumbprint.parse((String) value).isPresent()
                ? "its cnf has " + String.join(", ", methods) + " beside x5t#S256, which asks for a second proof"
                : "its x5t#S256 is " + spelling((String) value) + EXPECTED;
    }

    private static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "an object";
        }
        return value instanceof List ? "an array" : value instanceof String ? "a text" : "no text";
    }

    private static String spelling(String value) {
        String digits = value.replace(":", "");
        if (!digits.isEmpty() && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return digits.length() + " hexadecimal digits" + (digits.length() == value.length() ? "" : " with colons")
                    + (digits.length() == 40 ? ", as a SHA-1 digest has" : "");
        }
        if (CertificateThumbprint.parse(value.replace("=", "").replace('+', '-').replace('/', '_'))
                .isPresent()) {
            boolean standard = value.indexOf('+') >= 0 || value.indexOf('/') >= 0;
            return standard ? "standard base64" : "base64url with padding";
        }
        return value.length() + " characters" + (value.length() == 43 ? ", not all of base64url" : "");
    }
}
