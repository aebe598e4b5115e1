package io.holdfast.keystore;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens key store files; distinguishes PKCS#12, BCFKS, JKS, JCEKS and PEM by their first bytes. */
final class KeyStoreFormat {
    static final String PEM = "PEM";
    private static final String PKCS12 = "PKCS12";
    private static final String JKS = "JKS";
    private static final String BCFKS = "BCFKS";

    private KeyStoreFormat() {}

    /** Detects the type of the content. Text with blocks of any kind counts as PEM, and so do a
     * certificate, PKCS#7 or a key in DER. */
    static String of(byte[] content, Path file) throws KeyMaterialException {
        if (startsWith(content, 0xFE, 0xED, 0xFE, 0xED)) {
            return JKS;
        }
        if (startsWith(content, 0xCE, 0xCE, 0xCE, 0xCE)) {
            return "JCEKS";
        }
        if (beginsAsBcfks(content)) {
            return BCFKS;
        }
        try (PemFile blocks = PemFile.of(content)) {
            if (blocks.holdsText() || blocks.holdsPrivateKey() || blocks.holdsCertificate()) {
                return PEM;
            }
            if (startsWith(content, Der.SEQUENCE)) {
                return PKCS12;
            }
            throw new KeyMaterialException(file + " is neither PKCS12 nor JKS nor PEM nor BCFKS. " + blocks.found()
                    + " Convert a key store of another type: keytool -importkeystore -srckeystore " + file
                    + " -destkeystore <new file> -deststoretype PKCS12");
        }
    }

    static KeyStore open(Path file, byte[] content, String type, char @Nullable [] password)
            throws KeyMaterialException {
        try {
            KeyStore store = ofType(type);
            store.load(new ByteArrayInputStream(content), password);
            if (type.equalsIgnoreCase(PKCS12) && store.size() == 0) {
                Pkcs12Bags.addTo(store, content, password);
            }
            return store;
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new KeyMaterialException(
                        "The password of " + file
                                + " is wrong (or the file is damaged). Give the key store's password.",
                        e);
            }
            throw unreadable(file, content, type, e);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException(
                    file + " cannot be opened as " + type + " on this Java platform ("
                            + e.getClass().getSimpleName() + "). Check the type.",
                    e);
        }
    }

    /** All certificates in a PKCS#12 file, also those that the platform finds no key for; none of other formats. */
    static List<X509Certificate> certificates(byte[] content, String type, char @Nullable [] password) {
        return type.equalsIgnoreCase(PKCS12) ? Pkcs12Bags.certificates(content, password) : Collections.emptyList();
    }

    private static KeyMaterialException unreadable(Path file, byte[] content, String type, IOException e)
            throws KeyMaterialException {
        String found = of(content, file);
        if (!found.equalsIgnoreCase(type)) {
            return new KeyMaterialException(
                    file + " is " + found + " by its content, not " + type + ". Correct the type, or leave it out.");
        }
        String cipher = type.equalsIgnoreCase(PKCS12) ? Pkcs12Bags.unknownCipher(content) : null;
        if (cipher != null) {
            return new KeyMaterialException(
                    file + " is encrypted with " + cipher + ", which this Java platform does not"
                            + " know. Write it anew: openssl pkcs12 -in " + file
                            + " -out <pem>, then openssl pkcs12 -export -in"
                            + " <pem> -out <new file>",
                    e);
        }
        return new KeyMaterialException(
                file + " is not a readable " + type + " key store. Check the file, its type and its password.", e);
    }

    private static KeyStore ofType(String type) throws KeyMaterialException, KeyStoreException {
        try {
            return KeyStore.getInstance(type);
        } catch (KeyStoreException e) {
            if (!type.equalsIgnoreCase(BCFKS)) {
                throw e;
            }
        }
        try {
            return KeyStore.getInstance(BCFKS, BouncyCastle.provider());
        } catch (LinkageError e) {
            throw MissingBouncyCastle.failure("BCFKS key stores", e);
        }
    }

    /**
     * Recognises BCFKS: three sequences begin one in another, the last with an object identifier. PKCS#12 begins with a
     * version number, and a bare certificate has one further in.
     */
    private static boolean beginsAsBcfks(byte[] content) {
        int at = 0;
        for (int depth = 0; depth < 3; depth++) {
            if (at + 1 >= content.length || content[at] != 0x30) {
                return false;
            }
            int length = content[at + 1] & 0xFF;
            at += 2 + (length > 0x80 ? length - 0x80 : 0); // the length may take as many more bytes
        }
        return at < content.length && content[at] == 0x06;
    }

    private static boolean startsWith(byte[] content, int... magic) {
        if (content.length < magic.length) {
            return false;
        }
        byte[] expected = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            expected[i] = (byte) magic[i];
        }
        return Arrays.equals(Arrays.copyOf(content, magic.length), expected);
    }
}
