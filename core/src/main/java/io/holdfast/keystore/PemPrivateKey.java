package io.holdfast.keystore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Provider;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * The one private key in a PEM text, as PKCS#8. Blocks of other kinds are skipped. Only this class and
 * {@link BouncyCastle} use Bouncy Castle, so that everything else runs without it.
 */
final class PemPrivateKey {
    private PemPrivateKey() {}

    static byte[] pkcs8(byte[] content, Path file, char @Nullable [] password) throws KeyMaterialException {
        PrivateKeyInfo key = null;
        try (PEMParser parser = new PrivateKeyBlocks(content)) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                PrivateKeyInfo found = privateKey(block, file, password);
                if (found != null && key != null) {
                    throw new KeyMaterialException(file + " holds several private keys. Leave only one in it.");
                }
                key = found != null ? found : key;
            }
            if (key == null) {
                throw new KeyMaterialException(file + " holds no private key. Name the file that has the block"
                        + " \"PRIVATE KEY\", \"ENCRYPTED PRIVATE KEY\", \"RSA PRIVATE KEY\" or \"EC PRIVATE KEY\".");
            }
            return withoutRepeatedCurve(key).getEncoded();
        } catch (IOException | RuntimeException e) {
            // No cause: a parser's message about a broken key may quote it.
            throw new KeyMaterialException(file + " holds a block that cannot be read ("
                    + e.getClass().getSimpleName() + "). Export the key anew.");
        }
    }

    /** Removes the curve's name that SEC1 repeats within the key: older JDKs refuse an EC key with it in PKCS#8. */
    private static PrivateKeyInfo withoutRepeatedCurve(PrivateKeyInfo key) throws IOException {
        if (!key.getPrivateKeyAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return key;
        }
        ASN1Sequence parts = ASN1Sequence.getInstance(key.parsePrivateKey());
        ASN1Encodable[] versionAndKey = {parts.getObjectAt(0), parts.getObjectAt(1)};
        return new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), new DERSequence(versionAndKey));
    }

    private static @Nullable PrivateKeyInfo privateKey(Object block, Path file, char @Nullable [] password)
            throws KeyMaterialException {
        if (block instanceof PrivateKeyInfo) {
            return (PrivateKeyInfo) block;
        }
        if (block instanceof PEMKeyPair) {
            return ((PEMKeyPair) block).getPrivateKeyInfo();
        }
        if (block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair) {
            if (password == null) {
                throw new KeyMaterialException("The private key in " + file + " is encrypted. Give its password.");
            }
            return decrypt(block, file, password);
        }
        return null;
    }

    private static PrivateKeyInfo decrypt(Object block, Path file, char[] password) throws KeyMaterialException {
        Provider provider = BouncyCastle.provider();
        try {
            if (block instanceof PEMEncryptedKeyPair) {
                return ((PEMEncryptedKeyPair) block)
                        .decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(provider)
                                .build(password))
                        .getPrivateKeyInfo();
            }
            return ((PKCS8EncryptedPrivateKeyInfo) block)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(provider)
                            .build(password));
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // No cause: a wrong password decrypts to garbage, and a parser's message about that may quote it.
            throw new KeyMaterialException("The private key in " + file + " cannot be decrypted ("
                    + e.getClass().getSimpleName() + "). The password is wrong or the file is damaged.");
        }
    }

    /** Skips certificates, EC parameters, revocation lists and unknown blocks beside the key. */
    private static final class PrivateKeyBlocks extends PEMParser {
        PrivateKeyBlocks(byte[] content) {
            super(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1));
        }

        @Override
        public @Nullable PemObject readPemObject() throws IOException {
            PemObject block = super.readPemObject();
            while (block != null && !block.getType().endsWith("PRIVATE KEY")) {
                block = super.readPemObject();
            }
            return block;
        }
    }
}
