package io.holdfast.keystore;

/** The error if Bouncy Castle is missing. Refers to no class of Bouncy Castle, so that it loads without it. */
final class MissingBouncyCastle {
    private MissingBouncyCastle() {}

    static KeyMaterialException failure(String what, LinkageError e) {
        return new KeyMaterialException(
                what + " need Bouncy Castle, which is missing here or too old ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage()
                        + "). Put bcpkix-jdk18on, bcprov-jdk18on and bcutil-jdk18on of one version, 1.78 or newer, on"
                        + " the class path and no older bcprov beside them, or use a PKCS12 key store or a key without password.",
                e);
    }
}
