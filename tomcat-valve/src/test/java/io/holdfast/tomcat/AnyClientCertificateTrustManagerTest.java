package io.holdfast.tomcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.Socket;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnyClientCertificateTrustManagerTest {
    private static final TestPki PKI = TestPki.create();

    private final AnyClientCertificateTrustManager trust = new AnyClientCertificateTrustManager();

    @Test
    @DisplayName("S-5 S-54 lets any client certificate through, and asks for none of an authority")
    void letsAnyClientThrough() throws Exception {
        for (TestIdentity client : List.of(PKI.selfSigned(), PKI.serverA(), PKI.thief())) {
            X509Certificate[] chain = client.chain().toArray(new X509Certificate[0]);
            trust.checkClientTrusted(chain, "RSA");
            trust.checkClientTrusted(chain, "RSA", (Socket) null);
            trust.checkClientTrusted(chain, "RSA", (SSLEngine) null);
        }
        assertThat(trust.getAcceptedIssuers()).isEmpty();
    }

    @Test
    @DisplayName("refuses a client without a certificate")
    void refusesNoCertificate() {
        for (X509Certificate[] none : new X509Certificate[][] {null, {}, {null}}) {
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkClientTrusted(none, "RSA"))
                    .withMessageContaining("no certificate");
        }
    }

    @Test
    @DisplayName("refuses keys with which a stranger's forged signature would be costly to check")
    void refusesCostlyKeys() throws Exception {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        BigInteger usual = BigInteger.valueOf(65_537);
        refuses(rsa.generatePublic(new RSAPublicKeySpec(odd(8193), usual)), "RSA modulus of 8193 bits");
        refuses(rsa.generatePublic(new RSAPublicKeySpec(odd(3072), odd(33))), "RSA exponent of 33 bits");
        refuses(
                KeyFactory.getInstance("DSA")
                        .generatePublic(new DSAPublicKeySpec(BigInteger.TWO, odd(16_384), odd(256), BigInteger.TWO)),
                "DSA prime of 16384 bits");
        X509Certificate longest = certificateOf(rsa.generatePublic(new RSAPublicKeySpec(odd(8192), usual)));
        assertThatCode(() -> trust.checkClientTrusted(new X509Certificate[] {longest}, "RSA"))
                .doesNotThrowAnyException();
    }

    private void refuses(PublicKey key, String why) throws Exception {
        X509Certificate[] chain = {certificateOf(key)};
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkClientTrusted(chain, "RSA", (SSLEngine) null))
                .withMessageContaining(why);
    }

    private static BigInteger odd(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    }

    /** Nobody has the private key, as with a stranger who only sends a certificate. */
    private static X509Certificate certificateOf(PublicKey key) throws Exception {
        X500Name name = new X500Name("CN=stranger");
        Date now = Date.from(Instant.now());
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, key)
                        .build(new JcaContentSignerBuilder("SHA256withRSA")
                                .build(KeyPairGenerator.getInstance("RSA")
                                        .generateKeyPair()
                                        .getPrivate())));
    }

    @Test
    @DisplayName("trusts no server, whoever asks and how")
    void trustsNoServer() throws Exception {
        X509Certificate[] chain = PKI.server().chain().toArray(new X509Certificate[0]);
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        try (Socket socket = new Socket()) {
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkServerTrusted(chain, "RSA"))
                    .withMessageContaining("trusts no server");
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkServerTrusted(chain, "RSA", socket));
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkServerTrusted(chain, "RSA", engine));
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkServerTrusted(null, "RSA"));
        }
    }

    @Test
    @DisplayName("is made of the JDK alone, so that Tomcat can load it before anything else")
    void isMadeOfTheJdkAlone() throws Exception {
        String name = AnyClientCertificateTrustManager.class.getName();
        ClassLoader jdkAlone = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) throws ClassNotFoundException {
                if (!wanted.equals(name)) {
                    throw new ClassNotFoundException(wanted);
                }
                byte[] bytes = bytesOf(wanted);
                return defineClass(wanted, bytes, 0, bytes.length);
            }
        };
        X509ExtendedTrustManager alone = (X509ExtendedTrustManager)
                jdkAlone.loadClass(name).getConstructor().newInstance();

        alone.checkClientTrusted(new X509Certificate[] {PKI.selfSigned().certificate()}, "RSA");
        assertThat(alone.getClass()).isNotEqualTo(AnyClientCertificateTrustManager.class);
    }

    private static byte[] bytesOf(String className) {
        try (InputStream in = AnyClientCertificateTrustManager.class.getResourceAsStream(
                '/' + className.replace('.', '/') + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
