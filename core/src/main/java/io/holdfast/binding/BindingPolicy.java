package io.holdfast.binding;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The confirmations that a protected resource accepts.
 *
 * <p>The policies differ only in tokens without a {@code cnf} claim. A bound token must match its binding under both.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public enum BindingPolicy {
    /** Only bound tokens are accepted. The default. */
    REQUIRED,
    /** For a migration: tokens without a {@code cnf} claim are accepted too, so a stolen one of those works. */
    WHEN_PRESENT;

    /**
     * Compares a token's confirmation with the certificate of the request. Must run on every request: a cached result
     * would be that of another connection.
     *
     * @param confirmation the token's
     * @param presented the thumbprint of the request's client certificate, null if it came without one
     * @return empty if the confirmation matches
     */
    public Optional<BindingFailure> check(Confirmation confirmation, @Nullable CertificateThumbprint presented) {
        switch (confirmation.kind()) {
            case CERTIFICATE:
                return compare(confirmation, presented);
            case ABSENT:
                return this == WHEN_PRESENT ? Optional.empty() : Optional.of(BindingFailure.TOKEN_NOT_BOUND);
            case UNSUPPORTED:
                return Optional.of(BindingFailure.CONFIRMATION_UNSUPPORTED);
            case MALFORMED:
                return Optional.of(BindingFailure.CONFIRMATION_MALFORMED);
        }
        throw new AssertionError(confirmation.kind());
    }

    private static Optional<BindingFailure> compare(
            Confirmation confirmation, @Nullable CertificateThumbprint presented) {
        if (presented == null) {
            return Optional.of(BindingFailure.CERTIFICATE_MISSING);
        }
        boolean same = presented.equals(confirmation.thumbprint());
        return same ? Optional.empty() : Optional.of(BindingFailure.CERTIFICATE_MISMATCH);
    }
}
