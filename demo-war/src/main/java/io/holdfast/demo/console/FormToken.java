package io.holdfast.demo.console;

import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** A random token in each form, so that another site's form is not accepted; new at every start. Immutable. */
final class FormToken {
    private static final int BYTES = 24;

    private final String value;

    private FormToken(String value) {
        this.value = value;
    }

    static FormToken create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new FormToken(Base64Url.encode(random));
    }

    String value() {
        return value;
    }

    /** True if this is the token; the comparison takes the same time whatever part of it is right. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Shows nothing of the token. */
    @Override
    public String toString() {
        return "FormToken";
    }
}
