package io.holdfast.resource;

import io.holdfast.binding.BindingFailure;
import io.holdfast.binding.BindingPolicy;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.binding.ConfirmationProblem;
import io.holdfast.certificate.CertificateValidity;
import io.holdfast.certificate.ClientCertificate;
import io.holdfast.token.VerifiedToken;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds a verified token to the client certificate of the request that it came with. This runs on every request; the
 * cache holds the thumbprint of a certificate, never that it fits a token.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
final class CertificateBindings {
    private final CertificateValidity validity;
    private final Clock clock;
    private final KnownThumbprints thumbprints = new KnownThumbprints();

    CertificateBindings(CertificateValidity validity, Clock clock) {
        this.validity = validity;
        this.clock = clock;
    }

    /**
     * The thumbprint of a request's certificate.
     *
     * @throws IllegalArgumentException if the certificate has no DER encoding
     */
    CertificateThumbprint thumbprint(X509Certificate certificate) {
        return thumbprints.of(certificate);
    }

    /** Thumbprint of a client's certificate; null without one, or if it has no encoding and so fits no token. */
    @Nullable
    CertificateThumbprint thumbprintIfAny(ClientCertificate client) {
        X509Certificate certificate = client.certificate();
        try {
            return certificate == null ? client.thumbprint() : thumbprint(certificate);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Holds a token to a client's certificate, whose {@link #thumbprintIfAny thumbprint} is known if it has one. */
    void require(
            BindingPolicy policy, VerifiedToken token, ClientCertificate client, @Nullable CertificateThumbprint known)
            throws RefusedException {
        X509Certificate certificate = client.certificate();
        CertificateThumbprint presented = known == null && certificate != null ? thumbprint(certificate) : known;
        Optional<BindingFailure> failure = policy.check(token.confirmation(), presented);
        if (failure.isPresent()) {
            throw new RefusedException(
                    RefusalReason.of(failure.get()),
                    token,
                    "the token's confirmation is " + token.confirmation() + problem(token)
                            + ", the request's certificate " + (presented == null ? "missing" : presented));
        }
        if (validity == CertificateValidity.CHECK && presented != null) {
            requireInPeriod(token, certificate);
        }
    }

    /** Requires a certificate, or one of which a proxy has forwarded no more than the hash, to be in its validity period. */
    private void requireInPeriod(VerifiedToken token, @Nullable X509Certificate certificate) throws RefusedException {
        if (certificate == null) {
            throw new RefusedException(
                    RefusalReason.CERTIFICATE_OUTSIDE_VALIDITY,
                    token,
                    "the proxy forwards the certificate's hash alone, so that its dates are not known, and the setting"
                            + " certificateValidity is check: let the proxy forward the certificate (Cert)");
        }
        if (!validity.accepts(certificate, clock.instant())) {
            throw new RefusedException(
                    RefusalReason.CERTIFICATE_OUTSIDE_VALIDITY,
                    token,
                    "the client certificate is valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + ", and the setting certificateValidity is check");
        }
    }

    private static String problem(VerifiedToken token) {
        switch (token.confirmation().kind()) {
            case MALFORMED:
            case UNSUPPORTED:
                return ": " + ConfirmationProblem.of(token.claims());
            default:
                return "";
        }
    }
}
