package io.holdfast.keystore;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;

/**
 * Supplies a password: called each time that the password is needed, so that it may change with the key store. A lambda
 * can call back, for example to a vault.
 *
 * <p>Implementations must be safe for use by several threads, and show no password in {@code toString} or an exception.
 */
@FunctionalInterface
public interface PasswordSource {
    /**
     * The password, in a new array each time, which the caller wipes after use.
     *
     * @throws KeyMaterialException if there is none
     */
    char[] password() throws KeyMaterialException;

    /** The files whose change may mean another password. Default: none. */
    default Collection<Path> files() {
        return Collections.emptyList();
    }

    /** Always returns this password. The array is copied. */
    static PasswordSource of(char[] password) {
        return new GivenPassword(password);
    }

    /**
     * The first line of a file in UTF-8, without its end; an empty line is an empty password. The file has at most 4096
     * bytes and is read anew each time.
     */
    static PasswordSource file(Path file) {
        return new PasswordFile(file);
    }

    /**
     * The only line of a file in UTF-8, for a secret that is sent: an empty line, a second one and control characters are
     * failures. The file has at most 4096 bytes and is read anew each time.
     */
    static PasswordSource onlyLine(Path file) {
        return new SecretFile(file);
    }

    /** An environment variable. A missing variable is reported when the password is needed. */
    static PasswordSource environment(String name) {
        return new EnvironmentPassword(name, System::getenv);
    }
}
