package io.holdfast.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The thumbprint comparison that users of the other libraries write by hand. */
final class Thumbprints {
    private Thumbprints() {}

    static boolean bound(@Nullable Object cnf, SentToken sent) throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(sent.certificate().getEncoded());
        String own = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        return cnf instanceof Map
                && ((Map<?, ?>) cnf).get("x5t#S256") instanceof String
                && MessageDigest.isEqual(
                        own.getBytes(StandardCharsets.US_ASCII),
                        ((String) ((Map<?, ?>) cnf).get("x5t#S256")).getBytes(StandardCharsets.US_ASCII));
    }
}
