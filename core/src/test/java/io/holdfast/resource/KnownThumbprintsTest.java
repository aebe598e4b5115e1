package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KnownThumbprintsTest {
    private static final TestPki PKI = TestPki.create();

    private final KnownThumbprints thumbprints = new KnownThumbprints();

    private static X509Certificate copy(X509Certificate certificate) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate.getEncoded()));
    }

    @Test
    @DisplayName("S-20 computes the thumbprint of a certificate object once")
    void computesOnce() {
        X509Certificate certificate = PKI.serverA().certificate();

        CertificateThumbprint first = thumbprints.of(certificate);

        assertThat(first.value()).isEqualTo(PKI.serverA().thumbprint());
        assertThat(thumbprints.of(certificate)).isSameAs(first);
    }

    @Test
    @DisplayName("S-20 never gives one certificate the thumbprint of another, however many there are")
    void confusesNoCertificates() throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        for (TestIdentity identity : List.of(PKI.serverA(), PKI.partnerB(), PKI.thief())) {
            for (int i = 0; i < 1_000; i++) {
                certificates.add(copy(identity.certificate()));
            }
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < certificates.size(); i++) {
                TestIdentity identity =
                        List.of(PKI.serverA(), PKI.partnerB(), PKI.thief()).get(i / 1_000);
                assertThat(thumbprints.of(certificates.get(i)).value()).isEqualTo(identity.thumbprint());
            }
        }
    }
}
