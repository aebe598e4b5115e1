package io.holdfast.testkit;

import io.holdfast.keystore.DetectedKeyStore;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.PasswordSource;
import java.nio.file.Path;

/** A program that loads the keys of files, and prints the subjects of their certificates, or why one cannot be loaded. */
public final class KeyFileRead {
    private KeyFileRead() {}

    /** The files, each with its certificate; an encrypted key's password is {@code changeit}. */
    public static void main(String[] arguments) {
        for (String file : arguments) {
            try {
                System.out.println("LOADED "
                        + DetectedKeyStore.at(Path.of(file))
                                .password(PasswordSource.of("changeit".toCharArray()))
                                .build()
                                .load()
                                .certificate()
                                .getSubjectX500Principal());
            } catch (KeyMaterialException e) {
                System.out.println("REFUSED " + e.getMessage());
            }
        }
    }
}
