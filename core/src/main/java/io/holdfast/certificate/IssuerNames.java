package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import java.util.Arrays;

/**
 * The names by which certificates say who issued them, compared octet by octet: {@code X500Principal.equals} takes different
 * names for equal.
 */
public final class IssuerNames {
    private IssuerNames() {}

    /** True if a certificate names another one, or itself, as its issuer. */
    public static boolean isIssuerOf(X509Certificate issuer, X509Certificate certificate) {
        return Arrays.equals(
                issuer.getSubjectX500Principal().getEncoded(),
                certificate.getIssuerX500Principal().getEncoded());
    }
}
