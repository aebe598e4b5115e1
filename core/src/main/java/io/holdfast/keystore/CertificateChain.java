package io.holdfast.keystore;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts certificates in the order in which TLS sends them: the key's own first, each one's issuer after it. */
final class CertificateChain {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateChain.class);

    private CertificateChain() {}

    static List<X509Certificate> of(PrivateKey key, Collection<X509Certificate> certificates)
            throws KeyMaterialException {
        List<X509Certificate> left = new ArrayList<>(certificates);
        X509Certificate current = certificateOf(key, left);
        List<X509Certificate> chain = new ArrayList<>();
        while (current != null) {
            chain.add(current);
            left.remove(current);
            current = selfIssued(current) ? null : issuerOf(current, left);
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

    private static boolean selfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static X509Certificate certificateOf(PrivateKey key, List<X509Certificate> certificates)
            throws KeyMaterialException {
        List<String> subjects = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            if (KeyProof.fits(key, certificate.getPublicKey())) {
                return certificate;
            }
            subjects.add(certificate.getSubjectX500Principal().toString());
        }
        throw new KeyMaterialException("The " + key.getAlgorithm()
                + " private key belongs to none of the certificates " + subjects
                + ". Give the certificate that was issued for this key.");
    }

    private static @Nullable X509Certificate issuerOf(X509Certificate certificate, List<X509Certificate> candidates) {
        for (X509Certificate candidate : candidates) {
            if (candidate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                    && signed(candidate, certificate)) {
                return candidate;
            }
        }
        return null;
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
