package io.holdfast.keystore;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name, as OpenSSL writes it, of the cipher by which a password protects something.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018#appendix-A.4">RFC 8018 appendix A.4, "PBES2"</a>
 */
final class CipherName {
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final Map<String, String> NAMES = names();

    private CipherName() {}

    /** Names the cipher of a value that begins with its algorithm, as encrypted PKCS#8 does. */
    static String of(@Nullable Der encrypted) {
        Der identifier = encrypted == null ? null : encrypted.path(0, 0);
        if (encrypted == null || identifier == null) {
            return "an unknown cipher";
        }
        Der scheme = identifier.dotted().equals(PBES2) ? encrypted.path(0, 1, 1, 0) : null;
        String dotted = (scheme != null ? scheme : identifier).dotted();
        return NAMES.getOrDefault(dotted, "the cipher " + dotted);
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        names.put("1.2.392.200011.61.1.1.1.2", "camellia-128-cbc");
        names.put("1.2.392.200011.61.1.1.1.3", "camellia-192-cbc");
        names.put("1.2.392.200011.61.1.1.1.4", "camellia-256-cbc");
        names.put("1.2.410.200046.1.1.2", "aria-128-cbc");
        names.put("1.2.410.200046.1.1.7", "aria-192-cbc");
        names.put("1.2.410.200046.1.1.12", "aria-256-cbc");
        names.put("1.2.156.10197.1.104.2", "sm4-cbc");
        names.put("1.2.840.113549.3.2", "rc2-cbc");
        names.put("1.2.840.113533.7.66.10", "cast5-cbc");
        names.put("1.3.6.1.4.1.3029.1.2", "bf-cbc");
        names.put("1.3.14.3.2.7", "des-cbc");
        return Collections.unmodifiableMap(names);
    }
}
