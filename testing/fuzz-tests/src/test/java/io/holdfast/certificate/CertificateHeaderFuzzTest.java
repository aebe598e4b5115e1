package io.holdfast.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.fuzz.Corpus;
import io.holdfast.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;

/** A proxy's header with the client certificate, in each format, beside patterns, Bouncy Castle and the JDK. */
final class CertificateHeaderFuzzTest implements FuzzTarget {
    @FuzzTest
    void header(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        return !acceptedBy(input).isEmpty();
    }

    @Test
    void everyFormatHasAnInputThatItAccepts() throws Exception {
        Set<CertificateHeaderFormat> formats = EnumSet.noneOf(CertificateHeaderFormat.class);
        for (Corpus.Input input : Corpus.of(CertificateHeaderFuzzTest.class).accepted()) {
            formats.addAll(acceptedBy(input.bytes()));
        }

        assertThat(formats).containsExactly(CertificateHeaderFormat.values());
    }

    private static Set<CertificateHeaderFormat> acceptedBy(byte[] input) throws Exception {
        String value = new String(input, StandardCharsets.ISO_8859_1);
        Set<CertificateHeaderFormat> accepted = EnumSet.noneOf(CertificateHeaderFormat.class);
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            try {
                X509Certificate certificate = FuzzTarget.bounded(input.length, () -> format.certificate(value));
                assertSame(certificate, HeaderReference.der(format, value));
                accepted.add(format);
            } catch (MalformedCertificateException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        return accepted;
    }

    private static void assertSame(X509Certificate ours, byte[] der) throws Exception {
        assertThat(ours.getEncoded()).isEqualTo(der);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
        assertThat(CertificateThumbprint.of(ours).value())
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        Collection<? extends Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der));
        assertThat(all).hasSize(1).first().isEqualTo(ours);
        X509CertificateHolder strict;
        try {
            strict = new X509CertificateHolder(der);
        } catch (IOException e) {
            // The JDK passes over elements that no certificate has. They are part of the thumbprint, and read by
            // nobody.
            return;
        }
        assertThat(strict.getEncoded()).isEqualTo(der);
        assertThat(strict.getSerialNumber()).isEqualTo(ours.getSerialNumber());
        assertThat(strict.getSubjectPublicKeyInfo().getEncoded())
                .isEqualTo(ours.getPublicKey().getEncoded());
    }
}
