package io.holdfast.keystore;

import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import javax.crypto.BadPaddingException;
import org.bouncycastle.openssl.EncryptionException;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.encoders.Hex;

/**
 * Decrypts a private key: PKCS#8 under a password, or OpenSSL's old form ({@code DEK-Info}). Only this class and
 * {@link BouncyCastle} use Bouncy Castle, so that everything else runs without it.
 */
final class EncryptedPrivateKey {
    private EncryptedPrivateKey() {}

    static byte[] decrypted(FileBlock block, Path file, char[] password) throws KeyMaterialException {
        try {
            return block.dekInfo() != null
                    ? ofDekInfo(block.dekInfo(), block.content(), password)
                    : ofPkcs8(block.content(), password);
        } catch (IOException | PKCSException | OperatorCreationException | RuntimeException e) {
            // No cause: a wrong password decrypts to garbage, and a parser's message about that may quote it.
            if (isUnknownCipher(e)) {
                throw new KeyMaterialException("The private key in " + file + " is encrypted with " + cipher(block)
                        + ", which is not supported. Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file
                        + " -out <new file>");
            }
            throw wrongPassword(file, e.getClass().getSimpleName());
        }
    }

    static KeyMaterialException wrongPassword(Path file, String reason) {
        return new KeyMaterialException("The private key in " + file + " cannot be decrypted (" + reason
                + "). The password is wrong or the file is damaged;"
                + " a door has the settings keyStorePassword and keyStorePasswordFile for it.");
    }

    private static byte[] ofPkcs8(byte[] content, char[] password)
            throws IOException, PKCSException, OperatorCreationException {
        return new PKCS8EncryptedPrivateKeyInfo(content)
                .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                        .setProvider(BouncyCastle.provider())
                        .build(password))
                .getEncoded();
    }

    private static byte[] ofDekInfo(String dekInfo, byte[] content, char[] password)
            throws IOException, OperatorCreationException {
        Provider provider = BouncyCastle.provider();
        int comma = dekInfo.indexOf(',');
        try {
            return new JcePEMDecryptorProviderBuilder()
                    .setProvider(provider)
                    .build(password)
                    .get(comma < 0 ? dekInfo : dekInfo.substring(0, comma))
                    .decrypt(content, Hex.decode(dekInfo.substring(comma + 1)));
        } catch (DecoderException e) {
            throw new IOException("The initialisation vector is not hexadecimal.", e);
        }
    }

    private static boolean isUnknownCipher(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof BadPaddingException) {
                return false;
            }
            if (e instanceof IllegalStateException
                    || e instanceof NoSuchAlgorithmException
                    || e instanceof OperatorCreationException
                    || (e instanceof EncryptionException && e.getCause() == null)) {
                return true;
            }
        }
        return false;
    }

    private static String cipher(FileBlock block) {
        String dekInfo = block.dekInfo();
        return dekInfo != null ? dekInfo.split(",", 2)[0] : CipherName.of(Der.in(block.content()));
    }
}
