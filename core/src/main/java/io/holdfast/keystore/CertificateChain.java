package io.holdfast.keystore;

import io.holdfast.certificate.CertificateValidity;
import io.holdfast.certificate.IssuerNames;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts certificates in the order in which TLS sends them: the key's own first, each one's issuer after it. */
final class CertificateChain {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateChain.class);

    private CertificateChain() {}

    static List<X509Certificate> of(PrivateKey key, Collection<X509Certificate> certificates, Instant now)
            throws KeyMaterialException {
        List<X509Certificate> left = new ArrayList<>(new LinkedHashSet<>(certificates));
        List<X509Certificate> own = certificatesOf(key, left);
        X509Certificate current = best(own, now);
        left.removeAll(own);
        List<X509Certificate> chain = new ArrayList<>();
        while (current != null) {
            chain.add(current);
            left.remove(current);
            current = selfSigned(current) ? null : issuerOf(current, left);
        }
        if (!left.isEmpty()) {
            LOG.warn(
                    "{} of {} certificates are not in the chain of {} and will not be sent.",
                    left.size(),
                    certificates.size(),
                    chain.get(0).getSubjectX500Principal());
        }
        return Collections.unmodifiableList(chain);
    }

    /** True at the end of a chain. Equal names do not prove it: the issuer may be the authority's former key. */
    static boolean selfSigned(X509Certificate certificate) {
        return signed(certificate, certificate);
    }

    private static List<X509Certificate> certificatesOf(PrivateKey key, List<X509Certificate> certificates)
            throws KeyMaterialException {
        List<X509Certificate> own = new ArrayList<>();
        List<String> subjects = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            // One proof is enough: other certificates of the key have the same public key.
            boolean fits = own.isEmpty()
                    ? KeyProof.fits(key, certificate.getPublicKey())
                    : own.get(0).getPublicKey().equals(certificate.getPublicKey());
            if (fits) {
                own.add(certificate);
            }
            subjects.add(certificate.getSubjectX500Principal().toString());
        }
        if (own.isEmpty()) {
            throw new KeyMaterialException("The " + key.getAlgorithm()
                    + " private key belongs to none of the certificates " + subjects
                    + ". Give the certificate that was issued for this key.");
        }
        return own;
    }

    /** Returns the valid one of a key's old and renewed certificates; of several, the one that ends last. */
    private static X509Certificate best(List<X509Certificate> own, Instant now) {
        X509Certificate best = own.get(0);
        for (X509Certificate other : own) {
            boolean valid = CertificateValidity.CHECK.accepts(other, now);
            boolean longer =
                    other.getNotAfter().toInstant().isAfter(best.getNotAfter().toInstant());
            if (valid == CertificateValidity.CHECK.accepts(best, now) ? longer : valid) {
                best = other;
            }
        }
        if (own.size() > 1) {
            LOG.info(
                    "Of {} certificates of one key, the one of {} with the serial number {} is used, which ends at {}.",
                    own.size(),
                    best.getSubjectX500Principal(),
                    best.getSerialNumber().toString(16),
                    best.getNotAfter().toInstant());
        }
        return best;
    }

    /**
     * Returns the candidate whose key signed the certificate; of two, the one with exactly the issuer's name. Some
     * authorities write their name in another string type.
     */
    private static @Nullable X509Certificate issuerOf(X509Certificate certificate, List<X509Certificate> candidates) {
        X509Certificate issuer = null;
        for (X509Certificate candidate : candidates) {
            if (signed(candidate, certificate)) {
                if (IssuerNames.isIssuerOf(candidate, certificate)) {
                    return candidate;
                }
                issuer = issuer == null ? candidate : issuer;
            }
        }
        return issuer;
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
