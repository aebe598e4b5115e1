package io.holdfast.testpki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the identity of a key store with one private key. */
final class Pkcs12File {

    private Pkcs12File() {}

    static TestIdentity read(Path file, char[] password) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password);
            List<String> aliases = keyEntries(store);
            if (aliases.size() != 1) {
                throw new IllegalArgumentException(file + " has " + aliases.size()
                        + " private keys with a certificate, where exactly one is expected.");
            }
            return identity(store, aliases.get(0), password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException(file + " cannot be opened as a PKCS#12 key store: " + e.getMessage(), e);
        }
    }

    private static List<String> keyEntries(KeyStore store) throws GeneralSecurityException {
        List<String> aliases = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                aliases.add(alias);
            }
        }
        return aliases;
    }

    private static TestIdentity identity(KeyStore store, String alias, char[] password)
            throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
        }
        PrivateKey key = (PrivateKey) store.getKey(alias, password);
        return new TestIdentity(new KeyPair(chain.get(0).getPublicKey(), key), chain, null);
    }
}
