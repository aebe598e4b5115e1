package io.holdfast.token;

import java.security.CodeSource;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of tokens: the Java platform, or one JCA provider that is used as an instance and never
 * registered, because that would change the whole JVM.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class SignatureProvider {
    private static final SignatureProvider PLATFORM = new SignatureProvider(null);

    private final @Nullable Provider provider;

    private SignatureProvider(@Nullable Provider provider) {
        this.provider = provider;
    }

    /** Whichever provider the platform chooses; for Ed25519 Bouncy Castle where the platform cannot. The default. */
    public static SignatureProvider platform() {
        return PLATFORM;
    }

    /** This provider and no other. */
    public static SignatureProvider of(Provider provider) {
        return new SignatureProvider(provider);
    }

    /**
     * The provider of a name: one that is registered in the JVM, or one of the well-known ones that is on the class path.
     *
     * @param name as in {@link Provider#getName}
     * @throws IllegalArgumentException if it is neither, or cannot be loaded; the message tells what to do
     */
    public static SignatureProvider named(String name) {
        Provider registered = Security.getProvider(name);
        return of(registered != null ? registered : KnownProvider.load(name));
    }

    /**
     * Proves that each of the algorithms works: a good signature verifies and a wrong one does not.
     *
     * @throws IllegalArgumentException if one does not; the message tells which
     */
    public void requireAll(Collection<SignatureAlgorithm> algorithms) {
        for (SignatureAlgorithm algorithm : algorithms) {
            SignatureProof.require(this, algorithm);
        }
    }

    /** True if it offers to verify the algorithm. */
    boolean has(SignatureAlgorithm algorithm) {
        if (algorithm.isEdwardsCurve() && provider == null) {
            return Ed25519Signatures.platform().isAvailable();
        }
        try {
            return signature(algorithm) != null;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** A signature that can verify with the key. */
    Signature verifier(SignatureAlgorithm algorithm, PublicKey key) throws GeneralSecurityException {
        if (algorithm.isEdwardsCurve() && provider == null) {
            return Ed25519Signatures.platform().verifier(key);
        }
        Signature verifier = signature(algorithm);
        verifier.initVerify(key);
        return verifier;
    }

    /** A signature that is not ready yet. */
    Signature signature(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        GeneralSecurityException failure = new NoSuchAlgorithmException(algorithm.name());
        for (String name : algorithm.jcaNames()) {
            try {
                Signature signature =
                        provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider);
                if (algorithm.parameters() != null) {
                    signature.setParameter(algorithm.parameters());
                }
                return signature;
            } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** The key as the provider's own, which a provider may insist on; the same key if the provider makes none. */
    PublicKey translated(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (provider == null || encoded == null) {
            return key;
        }
        String type = Ed25519Signatures.isKey(key) ? Ed25519Signatures.NAME : key.getAlgorithm();
        try {
            return KeyFactory.getInstance(type, provider).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | RuntimeException e) {
            return key;
        }
    }

    /** The provider's name and version, and the place it was loaded from, for the operator. */
    public String described() {
        if (provider == null) {
            return toString();
        }
        CodeSource from = provider.getClass().getProtectionDomain().getCodeSource();
        return provider + (from == null || from.getLocation() == null ? "" : " from " + from.getLocation());
    }

    /** The provider's name. */
    @Override
    public String toString() {
        return provider == null ? "the Java platform" : provider.getName();
    }
}
