package io.holdfast.keystore;

/** A password that the application supplies. */
final class GivenPassword implements PasswordSource {
    private final char[] password;

    GivenPassword(char[] password) {
        this.password = password.clone();
    }

    @Override
    public char[] password() {
        return password.clone();
    }

    @Override
    public String toString() {
        return "a given password";
    }
}
