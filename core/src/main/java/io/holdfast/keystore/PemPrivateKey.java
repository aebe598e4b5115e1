package io.holdfast.keystore;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The one private key in a file, as PKCS#8. Blocks of other kinds are skipped. */
final class PemPrivateKey {
    private final PemFile content;
    private final Path file;
    private final char @Nullable [] password;

    private PemPrivateKey(PemFile content, Path file, char @Nullable [] password) {
        this.content = content;
        this.file = file;
        this.password = password;
    }

    static byte[] pkcs8(byte[] content, Path file, char @Nullable [] password) throws KeyMaterialException {
        try (PemFile blocks = PemFile.of(content)) {
            return new PemPrivateKey(blocks, file, password).pkcs8();
        }
    }

    private byte[] pkcs8() throws KeyMaterialException {
        for (String label : content.unfinished()) {
            if (FileBlock.promisesPrivateKey(label)) {
                throw new KeyMaterialException(file + " has the line -----BEGIN " + label
                        + "----- without its -----END " + label + "-----. Copy the key anew, to its last line.");
            }
        }
        FileBlock key = null;
        byte[] curve = null;
        for (FileBlock block : content.blocks()) {
            if (block.isPrivateKey()) {
                if (key != null) {
                    throw new KeyMaterialException(file + " holds several private keys. Leave only one in it.");
                }
                key = block;
            } else if (block.kind() == FileBlock.Kind.CURVE) {
                curve = block.content();
            }
        }
        if (key == null) {
            throw noKey();
        }
        byte[] pkcs8 = PlainPrivateKey.pkcs8(plain(key), curve);
        if (pkcs8 == null) {
            throw unreadable(key);
        }
        return pkcs8;
    }

    private byte[] plain(FileBlock key) throws KeyMaterialException {
        if (key.kind() != FileBlock.Kind.ENCRYPTED_PKCS8 && key.dekInfo() == null) {
            return key.content();
        }
        if (password == null) {
            throw new KeyMaterialException("The private key in " + file + " is encrypted. Give its"
                    + " password; a door has the settings keyStorePassword and keyStorePasswordFile.");
        }
        byte[] plain;
        try {
            plain = EncryptedPrivateKey.decrypted(key, file, password);
        } catch (LinkageError e) {
            throw MissingBouncyCastle.failure("Encrypted PEM keys", e);
        }
        if (FileBlock.kind(plain) == FileBlock.Kind.OTHER) {
            throw EncryptedPrivateKey.wrongPassword(file, "what comes out is no key");
        }
        return plain;
    }

    private KeyMaterialException noKey() {
        return new KeyMaterialException(file + " holds no private key. " + content.found()
                + " Name the file that has the block \"PRIVATE KEY\", \"ENCRYPTED PRIVATE KEY\", \"RSA PRIVATE KEY\" or"
                + " \"EC PRIVATE KEY\""
                + (content.holdsCertificate()
                        ? "; a door names that one in keyStore and this one in keyCertificate."
                        : "."));
    }

    private KeyMaterialException unreadable(FileBlock key) {
        if ("OPENSSH PRIVATE KEY".equals(key.label())) {
            return new KeyMaterialException("The private key in " + file
                    + " is in OpenSSH's own form. Rewrite a copy of it: ssh-keygen -p -m PKCS8 -f <copy>");
        }
        if (key.kind() == FileBlock.Kind.SEC1) {
            return new KeyMaterialException("The EC private key in " + file + " does not name its curve. Export the key"
                    + " anew, with its parameters: openssl pkey -in <key> -out <new file>");
        }
        return new KeyMaterialException(file + " holds a block " + key.label() + " that cannot be read ("
                + (key.content().length == 0 ? "no base64" : "no known kind of key") + "). Export the key anew: openssl"
                + " pkey -in <key> -out <new file>");
    }
}
