package io.holdfast.token;

import java.security.PrivateKey;

/** A key that shows nothing of itself. */
final class HardwareKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    private final transient PrivateKey inside;

    HardwareKey(PrivateKey inside) {
        this.inside = inside;
    }

    PrivateKey inside() {
        return inside;
    }

    @Override
    public String getAlgorithm() {
        return inside.getAlgorithm();
    }

    @Override
    public String getFormat() {
        return null;
    }

    @Override
    public byte[] getEncoded() {
        return null;
    }
}
