package io.holdfast.authorizationserver;

import io.holdfast.text.Printable;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import org.jspecify.annotations.Nullable;

/**
 * Says why a server's certificate was not accepted, by the most exact of the exceptions that tell of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-6">RFC 5280 section 6, "Certification Path Validation"</a>
 */
final class UnfitServerCertificate {
    private static final int MOST_CAUSES = 16;

    private UnfitServerCertificate() {}

    static String explain(Exception e) {
        Throwable exact = mostExact(e);
        if (exact instanceof CertificateExpiredException) {
            return "showed a certificate that has ended" + textOf(exact)
                    + ", or one of its authorities' has: it needs a new one. See the clock of this machine, too.";
        }
        if (exact instanceof CertificateNotYetValidException) {
            return "showed a certificate that is not valid yet" + textOf(exact)
                    + ", or one of its authorities' is not: see the clocks of both machines.";
        }
        return exact == null || isUntrusted(exact)
                ? "showed a certificate that is not trusted. Add the authority that issued it to the trusted certificates."
                : "showed a certificate that is not accepted" + textOf(exact) + ".";
    }

    private static @Nullable Throwable mostExact(Exception e) {
        Throwable exact = null;
        int depth = 0;
        for (Throwable cause = e; cause != null && depth < MOST_CAUSES; cause = cause.getCause(), depth++) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathValidatorException
                    || cause instanceof CertPathBuilderException) {
                exact = cause;
            }
        }
        return exact;
    }

    /** No path was found to an authority that is trusted, or there is no text that says anything else. */
    private static boolean isUntrusted(Throwable exact) {
        return exact instanceof CertPathBuilderException
                || exact.getMessage() == null
                || (exact instanceof CertPathValidatorException
                        && ((CertPathValidatorException) exact).getReason() == PKIXReason.NO_TRUST_ANCHOR);
    }

    private static String textOf(Throwable exact) {
        return " (" + Printable.of(String.valueOf(exact.getMessage())) + ")";
    }
}
