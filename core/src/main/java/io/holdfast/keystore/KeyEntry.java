package io.holdfast.keystore;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The selected key entry of an open key store. */
final class KeyEntry {
    private final KeyStore store;
    private final String where;
    private final String alias;

    private KeyEntry(KeyStore store, String where, String alias) {
        this.store = store;
        this.where = where;
        this.alias = alias;
    }

    /**
     * Finds the entry.
     *
     * @param where the key store, for messages
     * @param alias null for the only entry
     */
    static KeyEntry in(KeyStore store, String where, @Nullable String alias) throws KeyMaterialException {
        try {
            return new KeyEntry(store, where, alias != null ? existing(store, where, alias) : only(store, where));
        } catch (KeyStoreException e) {
            throw new KeyMaterialException(where + " cannot be read.", e);
        }
    }

    private static String existing(KeyStore store, String where, String alias)
            throws KeyMaterialException, KeyStoreException {
        if (store.isKeyEntry(alias)) {
            return alias;
        }
        List<String> inAnotherCase = entries(store);
        inAnotherCase.removeIf(name -> !name.equalsIgnoreCase(alias));
        if (inAnotherCase.size() == 1) {
            return inAnotherCase.get(0);
        }
        throw new KeyMaterialException(
                where + " has no key entry \"" + alias + "\". Its key entries: " + entries(store) + ".");
    }

    private static String only(KeyStore store, String where) throws KeyMaterialException, KeyStoreException {
        List<String> entries = entries(store);
        if (entries.size() == 1) {
            return entries.get(0);
        }
        if (entries.isEmpty()) {
            throw new KeyMaterialException(where + " has no key entry, only " + store.size()
                    + " certificates. Give the key store that holds the private key.");
        }
        throw new KeyMaterialException(where + " has several key entries: " + entries
                + ". Name one of them as alias, or leave one in the file: keytool -delete -alias NAME."
                + " A door has the setting keyAlias.");
    }

    private static List<String> entries(KeyStore store) throws KeyStoreException {
        List<String> entries = new ArrayList<>();
        for (String name : Collections.list(store.aliases())) {
            if (store.isKeyEntry(name)) {
                entries.add(name);
            }
        }
        return entries;
    }

    /** Opens the entry with the key's password; null if keys have none. */
    KeyMaterial open(char @Nullable [] keyPassword) throws KeyMaterialException {
        return KeyMaterial.of(privateKey(keyPassword), certificates(true));
    }

    /**
     * Opens the entry of a file that may hold the key's certificate without the mark by which the platform finds it.
     *
     * @param beside all certificates in the file
     */
    KeyMaterial open(char @Nullable [] keyPassword, List<X509Certificate> beside) throws KeyMaterialException {
        PrivateKey key = privateKey(keyPassword);
        List<X509Certificate> certificates = certificates(beside.isEmpty());
        if (certificates.isEmpty() || !KeyProof.fits(key, certificates.get(0).getPublicKey())) {
            certificates.addAll(beside);
        }
        return KeyMaterial.of(key, certificates);
    }

    private PrivateKey privateKey(char @Nullable [] keyPassword) throws KeyMaterialException {
        Key key;
        try {
            key = store.getKey(alias, keyPassword);
        } catch (GeneralSecurityException e) {
            throw new KeyMaterialException(
                    "The key \"" + alias + "\" in " + where + " cannot be opened with this password."
                            + " If the key has a password of its own, give it as key password; a door has the"
                            + " setting keyPassword.",
                    e);
        }
        if (!(key instanceof PrivateKey)) {
            throw new KeyMaterialException("The entry \"" + alias + "\" in " + where + " is no private key.");
        }
        return platformKey((PrivateKey) key);
    }

    /** Converts the key to the JDK's own class, which every TLS provider takes; leaves a key in hardware as it is. */
    private static PrivateKey platformKey(PrivateKey key) {
        byte[] encoded = "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
        if (encoded == null) {
            return key;
        }
        try {
            return KeyFactory.getInstance(key.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            return key; // not a kind of key that the JDK knows
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private List<X509Certificate> certificates(boolean required) throws KeyMaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            Certificate[] chain = store.getCertificateChain(alias);
            for (Certificate certificate : chain != null ? chain : new Certificate[0]) {
                if (certificate instanceof X509Certificate) {
                    certificates.add((X509Certificate) certificate);
                }
            }
        } catch (KeyStoreException e) {
            throw new KeyMaterialException(where + " cannot be read.", e);
        }
        if (required && certificates.isEmpty()) {
            throw new KeyMaterialException("The key \"" + alias + "\" in " + where
                    + " has no X.509 certificate. Put its certificate beside it.");
        }
        return certificates;
    }
}
