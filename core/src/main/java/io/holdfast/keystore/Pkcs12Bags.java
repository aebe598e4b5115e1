package io.holdfast.keystore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Entries that the JDK passes over in a PKCS#12 file: keys that are not encrypted, and certificates without the mark by
 * which Java's own tools show that they are trusted. OpenSSL, Python and .NET write both.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7292#section-4">RFC 7292 section 4, "PFX PDU Syntax"</a>
 */
final class Pkcs12Bags {
    private static final String ENCRYPTED_DATA = "1.2.840.113549.1.7.6";
    private static final String BAG = "1.2.840.113549.1.12.10.1.";
    private static final String FRIENDLY_NAME = "1.2.840.113549.1.9.20";
    private static final int MOST = 10_000;

    private final char @Nullable [] password;
    private final Map<String, byte[]> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<X509Certificate> certificates = new ArrayList<>();
    private boolean hasEncryptedKeys;

    private Pkcs12Bags(char @Nullable [] password) {
        this.password = password;
    }

    /**
     * Adds the keys to a store in which the JDK has found nothing; if there are none, the certificates.
     *
     * @param password the password that the JDK has opened the file with
     */
    static void addTo(KeyStore store, byte[] content, char @Nullable [] password)
            throws GeneralSecurityException, IOException, KeyMaterialException {
        Pkcs12Bags bags = new Pkcs12Bags(password);
        try {
            bags.read(content);
            if (password != null) {
                for (Map.Entry<String, byte[]> entry : bags.keys.entrySet()) {
                    bags.addKey(store, entry.getKey(), entry.getValue());
                }
            }
        } finally {
            bags.wipe();
        }
        if (bags.keys.isEmpty() && !bags.hasEncryptedKeys) {
            for (X509Certificate certificate : bags.certificates) {
                store.setCertificateEntry(Integer.toString(store.size() + 1), certificate);
            }
        }
    }

    /** All certificates in the file, whatever key they belong to. */
    static List<X509Certificate> certificates(byte[] content, char @Nullable [] password) {
        Pkcs12Bags bags = new Pkcs12Bags(password);
        try {
            bags.read(content);
        } catch (GeneralSecurityException | IOException e) {
            return Collections.emptyList(); // then the JDK's findings must do
        } finally {
            bags.wipe();
        }
        return bags.certificates;
    }

    private void wipe() {
        keys.values().forEach(key -> Arrays.fill(key, (byte) 0));
    }

    private void addKey(KeyStore store, String alias, byte[] encoded)
            throws GeneralSecurityException, KeyMaterialException {
        byte[] pkcs8 = PlainPrivateKey.pkcs8(encoded, null);
        PrivateKey key =
                pkcs8 == null ? null : PlainPrivateKey.ofAlgorithm(pkcs8, PlainPrivateKey.algorithms(certificates));
        if (key == null) {
            throw new KeyMaterialException("The key \"" + alias
                    + "\" in the key store has no X.509 certificate of its kind. Put its certificate beside it.");
        }
        List<X509Certificate> chain = CertificateChain.of(key, certificates, Instant.now());
        store.setKeyEntry(alias, key, password, chain.toArray(new Certificate[0]));
    }

    private void read(byte[] content) throws GeneralSecurityException, IOException {
        for (Der part : authenticatedSafe(content)) {
            Der bags = Der.in(isEncrypted(part) ? decrypted(part) : contentOf(part.path(1, 0)));
            for (Der bag : bags != null ? bags.parts(MOST) : Collections.<Der>emptyList()) {
                readBag(bag);
            }
        }
    }

    private void readBag(Der bag) throws GeneralSecurityException {
        Der type = bag.path(0);
        Der value = bag.path(1, 0);
        if (type == null || value == null) {
            return;
        }
        String name = type.dotted();
        if (name.equals(BAG + "1")) {
            String alias = alias(bag);
            keys.put(keys.containsKey(alias) ? alias + "-" + (keys.size() + 1) : alias, value.encoded());
        } else if (name.equals(BAG + "2")) {
            hasEncryptedKeys = true;
        } else if (name.equals(BAG + "3")) {
            certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(contentOf(value.path(1, 0)))));
        }
    }

    private String alias(Der bag) {
        Der attributes = bag.path(2);
        for (Der attribute : attributes != null ? attributes.parts(100) : Collections.<Der>emptyList()) {
            Der type = attribute.path(0);
            if (type != null && type.dotted().equals(FRIENDLY_NAME)) {
                return new String(contentOf(attribute.path(1, 0)), StandardCharsets.UTF_16BE);
            }
        }
        return Integer.toString(keys.size() + 1);
    }

    private byte[] decrypted(Der part) throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo encrypted = encrypted(part);
        if (encrypted == null || password == null) {
            return new byte[0];
        }
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            String algorithm = algorithm(encrypted);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    encrypted.getAlgParameters());
            return cipher.doFinal(encrypted.getEncryptedData());
        } finally {
            spec.clearPassword();
        }
    }

    /** The encrypted content as the one class of the JDK takes it that knows each algorithm's name: as a key. */
    private static @Nullable EncryptedPrivateKeyInfo encrypted(Der part) throws IOException {
        Der algorithm = part.path(1, 0, 1, 1);
        Der content = part.path(1, 0, 1, 2);
        return algorithm == null || content == null
                ? null
                : new EncryptedPrivateKeyInfo(
                        Der.value(Der.SEQUENCE, algorithm.encoded(), Der.value(Der.OCTET_STRING, content.content())));
    }

    /** The JDK's name of the algorithm; that of PBES2 its parameters know. */
    private static String algorithm(EncryptedPrivateKeyInfo encrypted) {
        AlgorithmParameters parameters = encrypted.getAlgParameters();
        String name = encrypted.getAlgName();
        return parameters != null && !name.startsWith("PBEWith") ? parameters.toString() : name;
    }

    /** Names the cipher of a part for which the JDK has none; null if it has one for each. */
    static @Nullable String unknownCipher(byte[] content) {
        for (Der part : authenticatedSafe(content)) {
            if (isEncrypted(part)) {
                try {
                    EncryptedPrivateKeyInfo encrypted = encrypted(part);
                    if (encrypted != null) {
                        Cipher.getInstance(algorithm(encrypted));
                    }
                } catch (GeneralSecurityException | IOException e) {
                    Der algorithm = part.path(1, 0, 1, 1);
                    return CipherName.of(
                            algorithm == null ? null : Der.in(Der.value(Der.SEQUENCE, algorithm.encoded())));
                }
            }
        }
        return null;
    }

    private static List<Der> authenticatedSafe(byte[] content) {
        Der whole = Der.in(content);
        Der safe = whole == null ? null : Der.in(contentOf(whole.path(1, 1, 0)));
        return safe == null ? Collections.emptyList() : safe.parts(MOST);
    }

    private static boolean isEncrypted(Der part) {
        Der type = part.path(0);
        return type != null && type.dotted().equals(ENCRYPTED_DATA);
    }

    private static byte[] contentOf(@Nullable Der value) {
        return value == null ? new byte[0] : value.content();
    }
}
