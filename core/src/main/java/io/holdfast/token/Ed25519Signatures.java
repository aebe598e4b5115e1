package io.holdfast.token;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ed25519 keys and signatures, by the Java platform (15 and newer) or by Bouncy Castle if that is there. jose4j knows
 * them too, but only on the platform.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8037#section-3.1">RFC 8037 section 3.1, "Signing"</a>
 */
final class Ed25519Signatures {
    static final int SIGNATURE_LENGTH = 64;

    static final String NAME = "Ed25519";
    private static final int KEY_LENGTH = 32;

    /** The prefix of the 32 bytes of the key in its X.509 form (RFC 8410 section 4). */
    private static final byte[] X509_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    /** The generator of the group: a key that every implementation can read. */
    private static final byte[] ANY_KEY = new byte[KEY_LENGTH];

    static {
        Arrays.fill(ANY_KEY, (byte) 0x66);
        ANY_KEY[0] = 0x58;
    }

    /**
     * The y of the points whose order divides 8, with two spellings of them that are not canonical, little-endian in
     * hexadecimal without the sign of x. Under such a key a signature can be made that fits many texts, or all.
     */
    private static final Set<String> SMALL_ORDER = Collections.unmodifiableSet(new HashSet<>(Arrays.asList(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")));

    private final @Nullable Provider provider;
    private final boolean available;

    /** Verifies by this provider; null for the platform's choice. */
    Ed25519Signatures(@Nullable Provider provider) {
        this.provider = provider;
        this.available = canVerify();
    }

    /** Verifies by the platform if it can, else by Bouncy Castle if that is there. */
    static Ed25519Signatures platform() {
        return Platform.SIGNATURES;
    }

    boolean isAvailable() {
        return available;
    }

    private boolean canVerify() {
        try {
            verifier(key(ANY_KEY));
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /**
     * The public key in a JWK of the type {@code OKP}; empty if it is on another curve, is not one, has a small order or
     * cannot be used here.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8037#section-2">RFC 8037 section 2, "Key Type 'OKP'"</a>
     */
    Optional<PublicKey> publicKey(Map<String, Object> jwk) {
        Object x = jwk.get("x");
        if (!NAME.equals(jwk.get("crv")) || !(x instanceof String)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode((String) x);
            if (bytes.length != KEY_LENGTH || isOfSmallOrder(bytes)) {
                return Optional.empty();
            }
            PublicKey key = key(bytes);
            verifier(key); // tells whether the point is on the curve
            return Optional.of(key);
        } catch (GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isOfSmallOrder(byte[] point) {
        StringBuilder y = new StringBuilder(2 * KEY_LENGTH);
        for (int i = 0; i < KEY_LENGTH; i++) {
            int octet = i == KEY_LENGTH - 1 ? point[i] & 0x7f : point[i] & 0xff;
            y.append(Character.forDigit(octet >> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return SMALL_ORDER.contains(y.toString());
    }

    /** True if it is a key on this curve, whoever made it. */
    static boolean isKey(Key key) {
        byte[] encoded = key.getEncoded();
        return encoded != null
                && encoded.length == X509_PREFIX.length + KEY_LENGTH
                && Arrays.equals(Arrays.copyOf(encoded, X509_PREFIX.length), X509_PREFIX);
    }

    /** A new key pair. */
    KeyPair keyPair() throws GeneralSecurityException {
        return (provider == null ? KeyPairGenerator.getInstance(NAME) : KeyPairGenerator.getInstance(NAME, provider))
                .generateKeyPair();
    }

    /** A signature. */
    byte[] sign(PrivateKey key, byte[] text) throws GeneralSecurityException {
        Signature signer = signature();
        signer.initSign(key);
        signer.update(text);
        return signer.sign();
    }

    private PublicKey key(byte[] bytes) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_LENGTH);
        System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, KEY_LENGTH);
        KeyFactory factory = provider == null ? KeyFactory.getInstance(NAME) : KeyFactory.getInstance(NAME, provider);
        return factory.generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** A signature that can verify with the key, which {@link #publicKey} or this provider has made. */
    Signature verifier(PublicKey key) throws GeneralSecurityException {
        Signature verifier = signature();
        verifier.initVerify(key);
        return verifier;
    }

    private Signature signature() throws GeneralSecurityException {
        return provider == null ? Signature.getInstance(NAME) : Signature.getInstance(NAME, provider);
    }

    /** Found out when it is first needed, and then known: class paths do not change. */
    private static final class Platform {
        private static final Ed25519Signatures SIGNATURES = find();

        private static Ed25519Signatures find() {
            Ed25519Signatures own = new Ed25519Signatures(null);
            if (own.isAvailable()) {
                return own;
            }
            try {
                return new Ed25519Signatures(BouncyCastle.provider());
            } catch (LinkageError e) {
                return own; // Bouncy Castle is not there
            }
        }
    }
}
