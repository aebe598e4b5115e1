package io.holdfast.testkit;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A change of a request by a test-only piece in front of a door, which the header {@link #HEADER} names: odd containers,
 * earlier logins and hostile code do the like.
 */
public enum Tampering {
    /** The certificate attribute is an empty array. */
    EMPTY_ARRAY,
    /** The first element of the certificate attribute is null. */
    NULL_ELEMENT,
    /** The certificate attribute is a text. */
    TEXT,
    /** The certificate attribute is the bare end-entity certificate, not in an array. */
    BARE_CERTIFICATE,
    /** The container's attribute is empty and the other servlet namespace's attribute has the chain. */
    OTHER_NAMESPACE,
    /** The certificate's encoding ends in a StackOverflowError. */
    STACK_OVERFLOW,
    /** The certificate's encoding ends in an OutOfMemoryError. */
    OUT_OF_MEMORY,
    /** The certificate's encoding ends in an unchecked exception. */
    RUNTIME_EXCEPTION,
    /** Somebody has logged in before, with every role. */
    EARLIER_LOGIN,
    /** Some other scheme has put its challenge on the response. */
    EARLIER_CHALLENGE;

    public static final String HEADER = "X-Tampering";
    public static final String EARLIER_USER = "somebody-else";
    public static final String EARLIER_CHALLENGE_VALUE = "Basic realm=\"old\"";

    /** The one that a header names, or null. */
    public static @Nullable Tampering of(@Nullable String header) {
        return header == null ? null : valueOf(header);
    }

    /** Whether the certificate attribute is to be replaced. */
    public boolean replacesCertificates() {
        return this != EARLIER_LOGIN && this != EARLIER_CHALLENGE;
    }

    /** What the certificate attribute becomes. */
    public Object certificates(X509Certificate @Nullable [] real) {
        return switch (this) {
            case NULL_ELEMENT -> new X509Certificate[] {null, real == null ? null : real[0]};
            case TEXT -> "CN=Server A";
            case BARE_CERTIFICATE -> real == null ? "none" : real[0];
            case STACK_OVERFLOW -> new X509Certificate[] {new HostileCertificate(new StackOverflowError("on purpose"))};
            case OUT_OF_MEMORY -> new X509Certificate[] {new HostileCertificate(new OutOfMemoryError("on purpose"))};
            case RUNTIME_EXCEPTION ->
                new X509Certificate[] {new HostileCertificate(new IllegalStateException("on purpose"))};
            default -> new X509Certificate[0];
        };
    }
}
