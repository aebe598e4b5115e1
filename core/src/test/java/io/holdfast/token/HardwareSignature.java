package io.holdfast.token;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;

/** Signs with a {@link HardwareKey} and no other. Public, because the platform makes it. */
public abstract class HardwareSignature extends SignatureSpi {
    private final Signature inside;

    HardwareSignature(String algorithm) {
        try {
            inside = Signature.getInstance(algorithm, "SunRsaSign");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RSASSA-PSS. */
    public static final class RSASSAPSS extends HardwareSignature {
        public RSASSAPSS() {
            super("RSASSA-PSS");
        }
    }

    /** RSASSA-PSS under a name that the hardware's library knows and the hardware does not. */
    public static final class MissingMechanism extends HardwareSignature {
        public MissingMechanism() {
            super("RSASSA-PSS");
        }

        @Override
        protected byte[] engineSign() {
            throw new ProviderException("CKR_MECHANISM_INVALID");
        }
    }

    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    public static final class SHA256withRSA extends HardwareSignature {
        public SHA256withRSA() {
            super("SHA256withRSA");
        }
    }

    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    public static final class SHA384withRSA extends HardwareSignature {
        public SHA384withRSA() {
            super("SHA384withRSA");
        }
    }

    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    public static final class SHA512withRSA extends HardwareSignature {
        public SHA512withRSA() {
            super("SHA512withRSA");
        }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof HardwareKey own)) {
            throw new InvalidKeyException("Not a key of this provider.");
        }
        inside.initSign(own.inside());
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        throw new InvalidKeyException("This provider only signs.");
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
        inside.setParameter(parameters);
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
        inside.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
        inside.update(bytes, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        return inside.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
        throw new IllegalStateException("This provider only signs.");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return inside.getParameters();
    }
}
