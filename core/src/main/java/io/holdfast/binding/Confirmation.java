package io.holdfast.binding;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code cnf} claim of an access token, of a JWT or of an introspection answer: the key that its sender must prove
 * to hold.
 *
 * <p>Holdfast can check one confirmation method, {@code x5t#S256}. A confirmation that names another registered method,
 * alone or beside {@code x5t#S256}, is {@link Kind#UNSUPPORTED}: accepting it would turn a token that demands a proof
 * into one that demands less. Members that no specification has registered are ignored beside a thumbprint, as RFC 7800
 * section 3.1 asks.
 *
 * <p>Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7800#section-3.1">RFC 7800 section 3.1, "Confirmation Claim"</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3.1">RFC 8705 section 3.1, "JWT Certificate Thumbprint
 *     Confirmation Method"</a>
 */
public final class Confirmation {
    /** The kinds of confirmation. */
    public enum Kind {
        /** There is no {@code cnf} claim: the token is not bound to anything. */
        ABSENT,
        /** The token is bound to the certificate with {@link Confirmation#certificateThumbprint()}. */
        CERTIFICATE,
        /** The token is bound by a method that Holdfast cannot check. */
        UNSUPPORTED,
        /** The {@code cnf} claim violates the specifications. */
        MALFORMED
    }

    static final String X5T_S256 = "x5t#S256";

    /** The other members of the IANA registry "JWT Confirmation Methods". */
    static final Set<String> OTHER_REGISTERED_METHODS =
            Collections.unmodifiableSet(new HashSet<>(Arrays.asList("jwk", "jwe", "kid", "jku", "osc", "jkt")));

    private static final Confirmation ABSENT = new Confirmation(Kind.ABSENT, null);
    private static final Confirmation UNSUPPORTED = new Confirmation(Kind.UNSUPPORTED, null);
    private static final Confirmation MALFORMED = new Confirmation(Kind.MALFORMED, null);

    private final Kind kind;
    private final @Nullable CertificateThumbprint thumbprint;

    private Confirmation(Kind kind, @Nullable CertificateThumbprint thumbprint) {
        this.kind = kind;
        this.thumbprint = thumbprint;
    }

    /**
     * Reads the confirmation among the claims of a token. A {@code cnf} with the value null is malformed, not absent.
     *
     * @param claims the top-level claims of a JWT or the members of an introspection answer
     */
    public static Confirmation among(Map<String, ?> claims) {
        if (!claims.containsKey("cnf")) {
            return ABSENT;
        }
        Object cnf = claims.get("cnf");
        if (!(cnf instanceof Map) || ((Map<?, ?>) cnf).isEmpty()) {
            return MALFORMED;
        }
        return ofMembers((Map<?, ?>) cnf);
    }

    private static Confirmation ofMembers(Map<?, ?> cnf) {
        if (!cnf.containsKey(X5T_S256)) {
            return UNSUPPORTED;
        }
        Object value = cnf.get(X5T_S256);
        Optional<CertificateThumbprint> parsed =
                value instanceof String ? CertificateThumbprint.parse((String) value) : Optional.empty();
        if (!parsed.isPresent()) {
            return MALFORMED;
        }
        if (!Collections.disjoint(cnf.keySet(), OTHER_REGISTERED_METHODS)) {
            return UNSUPPORTED;
        }
        return new Confirmation(Kind.CERTIFICATE, parsed.get());
    }

    /** The kind of this confirmation. */
    public Kind kind() {
        return kind;
    }

    /** The thumbprint of the bound certificate; empty unless the kind is {@link Kind#CERTIFICATE}. */
    public Optional<CertificateThumbprint> certificateThumbprint() {
        return Optional.ofNullable(thumbprint);
    }

    /** The thumbprint; null unless the kind is {@link Kind#CERTIFICATE}. */
    @Nullable
    CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Confirmation)) {
            return false;
        }
        Confirmation that = (Confirmation) other;
        return kind == that.kind && certificateThumbprint().equals(that.certificateThumbprint());
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + certificateThumbprint().hashCode();
    }

    @Override
    public String toString() {
        return thumbprint == null ? kind.toString() : kind + " " + thumbprint;
    }
}
