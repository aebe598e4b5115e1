package io.holdfast.testpki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A private key and its certificate: of an authority, a server or a client. It comes from a {@link TestPki}, from a
 * {@link CertificateBuilder} or from a file, and makes TLS contexts for both ends of a connection and files in the
 * forms that servers and clients read. Immutable and safe to share between threads; every call makes new files and
 * contexts.
 *
 * <p>An existing file is replaced in one step, so that a program that watches it never reads half of it. Where the file
 * system has POSIX permissions, only the owner can read a file with a private key.
 */
public final class TestIdentity {

    private final KeyPair keyPair;
    private final List<X509Certificate> chain;
    private final @Nullable CertificateBuilder origin;

    TestIdentity(KeyPair keyPair, List<X509Certificate> chain, @Nullable CertificateBuilder origin) {
        this.keyPair = keyPair;
        this.chain = Collections.unmodifiableList(new ArrayList<>(chain));
        this.origin = origin;
    }

    /**
     * Reads a file written by {@link #writePkcs12}, or any PKCS#12 key store with one private key entry, whatever its
     * alias; the key's password is that of the store. An authority that is kept on disk can issue again, with
     * {@link CertificateBuilder#identity}. Whether key and certificate belong together is not checked.
     *
     * @throws IOException if the file cannot be read or the password is wrong
     * @throws IllegalArgumentException if it has no private key with a certificate or several
     */
    public static TestIdentity read(Path pkcs12, char[] password) throws IOException {
        return Pkcs12File.read(pkcs12, password);
    }

    /** The identity's own certificate, not its issuer's. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * The identity's own certificate first, followed by its issuers up to the authority; one element if self-signed.
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** The private key of the certificate, except after {@link #withKeyOf}. */
    public PrivateKey privateKey() {
        return keyPair.getPrivate();
    }

    /** The private key and its public key. */
    public KeyPair keyPair() {
        return keyPair;
    }

    /**
     * The SHA-256 thumbprint of the certificate in the form of {@code x5t#S256}: base64url without padding, 43
     * characters.
     */
    public String thumbprint() {
        return thumbprintOf(certificate());
    }

    /**
     * Computes the SHA-256 thumbprint of any certificate, in base64url without padding. Computed here, so that no code
     * under test checks itself.
     */
    public static String thumbprintOf(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes another certificate for the same key, subject and names, with a new serial number, by the same issuer.
     *
     * @throws IllegalStateException if this identity was read from a file, which does not hold its issuer's key
     */
    public TestIdentity renewed() {
        return origin().keyPair(keyPair).build();
    }

    /**
     * Makes another key and certificate for the same subject and names, by the same issuer. The key is of the builder's
     * kind, EC on P-256 by default. A rekeyed authority has issued nothing yet.
     *
     * @throws IllegalStateException if this identity was read from a file, which does not hold its issuer's key
     */
    public TestIdentity rekeyed() {
        return origin().newKey().build();
    }

    private CertificateBuilder origin() {
        if (origin == null) {
            throw new IllegalStateException(certificate().getSubjectX500Principal()
                    + " was read from a file, which does not say who can issue it again. Build another with"
                    + " CertificateBuilder.identity(name, issuer).");
        }
        return origin.copy();
    }

    /** Returns this key and certificate with other certificates sent after it. */
    public TestIdentity withChainAfter(X509Certificate... others) {
        List<X509Certificate> changed = new ArrayList<>();
        changed.add(certificate());
        changed.addAll(Arrays.asList(others));
        return new TestIdentity(keyPair, changed, origin);
    }

    /** Returns this certificate with another identity's key pair: material that must never be accepted. */
    public TestIdentity withKeyOf(TestIdentity other) {
        return new TestIdentity(other.keyPair, chain, origin);
    }

    /** Makes a key store with one private key entry. {@code type} is PKCS12 or JKS. */
    public KeyStore keyStore(String type, String alias, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            store.setKeyEntry(alias, privateKey(), password, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@code name.p12} with one entry {@code identity}. */
    public Path writePkcs12(Path directory, String name, char[] password) {
        return WholeFile.writeForOwner(
                directory.resolve(name + ".p12"), bytes(keyStore("PKCS12", "identity", password), password));
    }

    /** Writes {@code name.jks} with one entry {@code identity}. */
    public Path writeJks(Path directory, String name, char[] password) {
        return WholeFile.writeForOwner(
                directory.resolve(name + ".jks"), bytes(keyStore("JKS", "identity", password), password));
    }

    /** Writes {@code name.pem}: the chain and the plain PKCS#8 key in one file. */
    public Path writePem(Path directory, String name) {
        return WholeFile.writeForOwner(
                directory.resolve(name + ".pem"),
                ascii(PemText.certificates(chain) + PemText.privateKey(privateKey())));
    }

    /** Writes {@code name.crt}: the chain alone. */
    public Path writePemCertificates(Path directory, String name) {
        return WholeFile.writeForAll(directory.resolve(name + ".crt"), ascii(PemText.certificates(chain)));
    }

    /** Writes {@code name.key}: the plain PKCS#8 key alone. */
    public Path writePemKey(Path directory, String name) {
        return WholeFile.writeForOwner(directory.resolve(name + ".key"), ascii(PemText.privateKey(privateKey())));
    }

    /** Writes {@code name.p12}: only this certificate, as a trusted one with the alias {@code trusted}. */
    public Path writeTrustStore(Path directory, String name, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("trusted", certificate());
            return WholeFile.writeForAll(directory.resolve(name + ".p12"), bytes(store, password));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes a client's context that sends this certificate whatever issuers the server names, and trusts the given
     * certificates.
     */
    public SSLContext clientContext(X509Certificate... trusted) {
        return TestTls.context(this, Arrays.asList(trusted));
    }

    /** Makes a server's context with this certificate that accepts every client certificate, even a self-signed one. */
    public SSLContext serverContextForAnyClient() {
        return TestTls.context(this, null);
    }

    /**
     * Makes a server's context that accepts every client certificate, but names the given authorities: a hint that most
     * clients obey.
     */
    public SSLContext serverContextNaming(X509Certificate... authorities) {
        return TestTls.serverNaming(this, authorities);
    }

    /**
     * Makes a server's context with this certificate that accepts only client certificates issued under the given ones.
     */
    public SSLContext serverContextForClientsOf(Collection<X509Certificate> authorities) {
        return TestTls.context(this, authorities);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(KeyStore store, char[] password) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            store.store(out, password);
            return out.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
