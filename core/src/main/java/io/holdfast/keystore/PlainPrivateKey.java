package io.holdfast.keystore;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an unencrypted private key as PKCS#8, the one form that the JDK reads: from PKCS#1, SEC 1, OpenSSL's form of
 * DSA, or PKCS#8 itself, of which only the parts stay that every JDK takes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5958#section-2">RFC 5958 section 2, "Asymmetric Key Package CMS
 *     Content Type"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5915#section-3">RFC 5915 section 3, "Elliptic Curve Private Key
 *     Format"</a>
 */
final class PlainPrivateKey {
    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
    private static final byte[] VERSION_1 = {Der.INTEGER, 1, 1};
    /** The algorithm rsaEncryption without parameters. */
    private static final byte[] RSA = {
        Der.SEQUENCE, 13, Der.OBJECT_IDENTIFIER, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
    };

    private static final byte[] EC_PUBLIC_KEY = {
        Der.OBJECT_IDENTIFIER, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1
    };
    private static final byte[] DSA = {Der.OBJECT_IDENTIFIER, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x38, 4, 1};

    private PlainPrivateKey() {}

    /**
     * Converts the content of a block.
     *
     * @param curve the curve in the file beside the key, for a key that does not name its own
     * @return null if it is no unencrypted private key
     */
    static byte @Nullable [] pkcs8(byte[] content, byte @Nullable [] curve) {
        Der whole = Der.in(content);
        if (whole == null) {
            return null;
        }
        List<Der> parts = whole.parts(6);
        switch (FileBlock.kind(content)) {
            case PKCS8:
                return ofPkcs8(parts.get(1), parts.get(2));
            case PKCS1:
                return keyInfo(RSA, whole.encoded());
            case SEC1:
                return ofSec1(parts, curve);
            case DSA:
                byte[] numbers = Der.value(
                        Der.SEQUENCE,
                        parts.get(1).encoded(),
                        parts.get(2).encoded(),
                        parts.get(3).encoded());
                return keyInfo(
                        Der.value(Der.SEQUENCE, DSA, numbers), parts.get(5).encoded());
            default:
                return null;
        }
    }

    /** The algorithms of the certificates' keys, one of which a key of theirs has. */
    static Set<String> algorithms(Collection<X509Certificate> certificates) {
        Set<String> algorithms = new LinkedHashSet<>();
        for (X509Certificate certificate : certificates) {
            algorithms.add(certificate.getPublicKey().getAlgorithm());
        }
        return algorithms;
    }

    /** Makes the JDK's own key, which every TLS provider takes; null if it is of none of these algorithms. */
    static @Nullable PrivateKey ofAlgorithm(byte[] pkcs8, Collection<String> algorithms) {
        for (String algorithm : algorithms) {
            PrivateKey key = ofAlgorithm(pkcs8, algorithm);
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    private static @Nullable PrivateKey ofAlgorithm(byte[] pkcs8, String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            return null; // not a key of this algorithm; the exception's text about the key is dropped
        }
    }

    /** Leaves out attributes and public key, and of an EC key the curve's name that is repeated within the key. */
    private static byte @Nullable [] ofPkcs8(Der algorithm, Der key) {
        byte[] identifier = algorithm.parts(1).get(0).encoded();
        Der ec = Arrays.equals(identifier, EC_PUBLIC_KEY) ? Der.in(key.content()) : null;
        if (ec == null) {
            return keyInfo(algorithm.encoded(), key.content());
        }
        List<Der> parts = ec.parts(2);
        return parts.size() < 2 ? null : keyInfo(algorithm.encoded(), ecKey(parts.get(1)));
    }

    private static byte @Nullable [] ofSec1(List<Der> parts, byte @Nullable [] curve) {
        byte[] named = parts.size() > 2 && parts.get(2).tag() == Der.CONTEXT_0
                ? parts.get(2).content()
                : curve;
        return named == null ? null : keyInfo(Der.value(Der.SEQUENCE, EC_PUBLIC_KEY, named), ecKey(parts.get(1)));
    }

    private static byte[] ecKey(Der number) {
        return Der.value(Der.SEQUENCE, VERSION_1, number.encoded());
    }

    private static byte[] keyInfo(byte[] algorithm, byte[] key) {
        return Der.value(Der.SEQUENCE, VERSION_0, algorithm, Der.value(Der.OCTET_STRING, key));
    }
}
