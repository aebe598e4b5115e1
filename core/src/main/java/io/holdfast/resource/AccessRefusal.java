package io.holdfast.resource;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.VerifiedToken;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request that was refused, or would have been: for logs, counters and listeners. It holds no token and no secret,
 * and nothing in it can break a line: what the sender wrote has lost every character but visible ASCII, quotes and braces.
 *
 * <p>Immutable.
 */
public final class AccessRefusal {
    private static final int LONGEST_TEXT = 200;
    private static final int SHORT_THUMBPRINT = 8;

    /** A quote would end the detail; braces are what old loggers look things up by. */
    private static final String NOT_IN_A_LINE = "\"{}";

    /** Those of one segment. */
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private final RefusalReason reason;
    private final boolean enforced;
    private final String method;
    private final String path;
    private final @Nullable String tokenDigest;
    private final @Nullable VerifiedToken token;
    private final @Nullable CertificateThumbprint presented;
    private final String detail;

    AccessRefusal(
            ResourceRequest request,
            RefusedException refusal,
            @Nullable CertificateThumbprint presented,
            boolean enforced) {
        this.reason = refusal.reason();
        this.enforced = enforced;
        this.method = visible(String.valueOf(request.method()));
        this.path = visible(PARAMETERS.matcher(String.valueOf(request.path())).replaceAll(""));
        this.tokenDigest = refusal.tokenDigest();
        this.token = refusal.token();
        this.presented = presented;
        this.detail = String.valueOf(refusal.getMessage());
    }

    /** Why. */
    public RefusalReason reason() {
        return reason;
    }

    /** Whether it was refused; false if it passed, because its path is only reported about. */
    public boolean enforced() {
        return enforced;
    }

    /** The request's method. */
    public String method() {
        return method;
    }

    /** The path of the request line, without the query and without path parameters, which may be session ids. */
    public String path() {
        return path;
    }

    /** The first eight hexadecimal characters of the token's SHA-256 digest; empty if no token was looked at. */
    public Optional<String> tokenDigest() {
        return Optional.ofNullable(tokenDigest);
    }

    /** The issuer of the token; empty if the token was not found to be its. */
    public Optional<String> issuer() {
        return Optional.ofNullable(token).map(VerifiedToken::issuer);
    }

    /** The client that the token was issued to; empty if that is not verified or not said. */
    public Optional<String> clientId() {
        return Optional.ofNullable(token).flatMap(VerifiedToken::clientId).map(AccessRefusal::visible);
    }

    /** The certificate that the token is bound to, the first eight characters of its thumbprint; empty if that is not verified. */
    public Optional<String> boundTo() {
        return Optional.ofNullable(token)
                .flatMap(verified -> verified.confirmation().certificateThumbprint())
                .map(AccessRefusal::beginning);
    }

    /** The certificate that the client has shown, the first eight characters of its thumbprint; empty if there was none. */
    public Optional<String> certificate() {
        return Optional.ofNullable(presented).map(AccessRefusal::beginning);
    }

    private static String beginning(CertificateThumbprint thumbprint) {
        return thumbprint.value().substring(0, SHORT_THUMBPRINT);
    }

    /** What was expected, in words for the operator; not for the sender. */
    public String detail() {
        return detail;
    }

    private static String visible(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST_TEXT; i++) {
            char c = text.charAt(i);
            line.append(c > ' ' && c <= '~' && NOT_IN_A_LINE.indexOf(c) < 0 ? c : '?');
        }
        return line.toString();
    }

    /** The reason and the path. */
    @Override
    public String toString() {
        return reason.code() + " " + method + " " + path;
    }
}
