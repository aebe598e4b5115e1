package io.holdfast.keyring.token;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.binding.Confirmation;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a new token once: a JWT must be bound to the certificate with which it was fetched. A key ring reads nothing
 * else in a token; no signature is verified, since the token has just come from the server over TLS. A token that is
 * not a signed JWT is opaque and passes.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-6">RFC 9068 section 6, "Privacy Considerations"</a>
 */
final class BindingInspection {
    /** The longest token that is read: no server accepts a longer header, so a longer token is useless anyway. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    static final String NOT_ASKED_FOR = " The server did not ask for the client's certificate on the connection, so it"
            + " cannot have bound the token: see whether this is its address for mutual TLS (mtls_endpoint_aliases in its"
            + " metadata).";

    private final BindingCheck check;
    private final RepeatedWarnings warnings;

    BindingInspection(BindingCheck check, RepeatedWarnings warnings) {
        this.check = check;
        this.warnings = warnings;
    }

    /**
     * Checks a token.
     *
     * @param withCertificate true if the server requested the certificate
     * @param byCertificate true if the client authenticated by it
     * @param issuance says who gave whom
     * @throws TokenNotBoundException if the token must not be used
     */
    void inspect(
            String token,
            boolean withCertificate,
            boolean byCertificate,
            String issuance,
            CertificateThumbprint fetchedWith)
            throws TokenNotBoundException {
        if (check == BindingCheck.OFF) {
            return;
        }
        String problem = problem(token, byCertificate, fetchedWith);
        if (problem == null) {
            return;
        }
        String text = issuance + " a token that " + problem + (withCertificate ? "" : NOT_ASKED_FOR);
        if (check == BindingCheck.FAIL) {
            throw new TokenNotBoundException(text + " It is not used; bindingCheck decides that.");
        }
        warnings.warn(text + " It is used all the same, because bindingCheck is WARN.");
    }

    private static @Nullable String problem(String token, boolean byCertificate, CertificateThumbprint fetchedWith) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (token.length() > MOST_CHARACTERS || first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return null;
        }
        Map<String, Object> header = object(token.substring(0, first));
        if (header == null || !(header.get("alg") instanceof String)) {
            return null;
        }
        Map<String, Object> claims = object(token.substring(first + 1, second));
        return claims == null
                ? "is a JWT whose claims cannot be read, so it is not known to be bound to a certificate."
                : problem(Confirmation.among(claims), byCertificate, fetchedWith);
    }

    private static @Nullable String problem(
            Confirmation confirmation, boolean byCertificate, CertificateThumbprint fetchedWith) {
        String whose = " The certificate that it was fetched with has the thumbprint " + fetchedWith.value() + ".";
        switch (confirmation.kind()) {
            case CERTIFICATE:
                CertificateThumbprint named =
                        confirmation.certificateThumbprint().orElseThrow(IllegalStateException::new);
                return named.equals(fetchedWith)
                        ? null
                        : "is bound to another certificate, with the thumbprint " + named.value() + "." + whose
                                + " Something that ends TLS before the server may show it a certificate of its own.";
            case ABSENT:
                return "is not bound to any certificate: it has no cnf claim." + whose + " "
                        + (byCertificate ? TokenNotBoundException.SWITCH : TokenNotBoundException.REMEDY);
            case UNSUPPORTED:
                return "is bound in another way than by a certificate's thumbprint alone." + whose
                        + " Register the client at the server for certificate-bound access tokens, and for no other.";
            case MALFORMED:
            default:
                return "has a cnf claim that is not what RFC 8705 says." + whose;
        }
    }

    private static @Nullable Map<String, Object> object(String segment) {
        try {
            return StrictJson.parseObject(Base64.getUrlDecoder().decode(segment));
        } catch (IllegalArgumentException | MalformedJsonException e) {
            return null;
        }
    }
}
