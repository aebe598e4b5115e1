package io.holdfast.testpki;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;

/** Writes PEM text of certificates and keys, in the forms of OpenSSL. */
public final class PemText {

    private PemText() {}

    /** Writes one CERTIFICATE block for each certificate, in order. */
    public static String certificates(Collection<X509Certificate> certificates) {
        return write(certificates.toArray());
    }

    /** Writes unencrypted PKCS#8: PRIVATE KEY. */
    public static String privateKey(PrivateKey key) {
        try {
            return write(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes PKCS#1 for RSA and SEC1 for EC (P-256): RSA PRIVATE KEY, EC PRIVATE KEY. */
    public static String traditionalPrivateKey(PrivateKey key) {
        return key.getAlgorithm().equals("EC") ? write(new PemObject("EC PRIVATE KEY", sec1(key))) : write(key);
    }

    /** Encodes SEC1 with the curve's name, as OpenSSL does; Java leaves that out because PKCS#8 has it already. */
    private static byte[] sec1(PrivateKey key) {
        try {
            PrivateKeyInfo pkcs8 = PrivateKeyInfo.getInstance(key.getEncoded());
            ECPrivateKey bare = ECPrivateKey.getInstance(pkcs8.parsePrivateKey());
            return new ECPrivateKey(
                            256, bare.getKey(), pkcs8.getPrivateKeyAlgorithm().getParameters())
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes PKCS#8 under PBES2 with AES-256-CBC, OpenSSL's default form: ENCRYPTED PRIVATE KEY. */
    public static String encryptedPrivateKey(PrivateKey key, char[] password) {
        try {
            return write(new JcaPKCS8Generator(
                    key,
                    new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                            .setProvider(new BouncyCastleProvider())
                            .setPassword(password)
                            .build()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String write(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
