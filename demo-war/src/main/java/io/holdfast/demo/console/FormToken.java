package io.holdfast.demo.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** What a form must carry, so that no other site's form is taken for one of ours; new at every start. Immutable. */
final class FormToken {
    private static final int BYTES = 24;

    private final String value;

    private FormToken(String value) {
        this.value = value;
    }

    static FormToken create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new FormToken(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    String value() {
        return value;
    }

    /** Whether this is it; how long it takes does not tell how much of it is right. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Nothing of it. */
    @Override
    public String toString() {
        return "FormToken";
    }
}
