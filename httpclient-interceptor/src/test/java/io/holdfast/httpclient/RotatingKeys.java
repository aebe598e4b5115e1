package io.holdfast.httpclient;

import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.testpki.TestIdentity;

/** A key store in memory whose content the test replaces. */
final class RotatingKeys implements KeyStoreSource {
    private volatile TestIdentity identity;

    RotatingKeys(TestIdentity first) {
        this.identity = first;
    }

    void hold(TestIdentity other) {
        this.identity = other;
    }

    @Override
    public KeyMaterial load() throws KeyMaterialException {
        TestIdentity held = identity;
        return KeyMaterial.of(held.privateKey(), held.chain());
    }
}
