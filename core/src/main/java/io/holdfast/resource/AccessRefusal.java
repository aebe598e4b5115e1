package io.holdfast.resource;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.token.VerifiedToken;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request that was refused, or would have been: for logs, counters and listeners. It holds no token and no secret,
 * and nothing in it can break a line: the sender's text has lost every character but visible ASCII, quotes and braces.
 *
 * <p>Immutable.
 */
public final class AccessRefusal {
    private static final int LONGEST_TEXT = 200;
    private static final int SHORT_THUMBPRINT = 8;

    /** The brackets around an IPv6 address, as some containers write it. */
    private static final Pattern BRACKETS = Pattern.compile("[\\[\\]]");

    /** A quote would end the detail; braces are what old loggers look things up by. */
    private static final String NOT_IN_A_LINE = "\"{}";

    /** The path parameters of one segment. */
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private final RefusalReason reason;
    private final boolean enforced;
    private final @Nullable String door;
    private final @Nullable String peerAddress;
    private final @Nullable String remoteAddress;
    private final String method;
    private final String path;
    private final @Nullable String tokenDigest;
    private final @Nullable VerifiedToken token;
    private final @Nullable PresentedCertificate presented;
    private final String detail;

    AccessRefusal(
            @Nullable String door,
            ResourceRequest request,
            RefusedException refusal,
            @Nullable PresentedCertificate presented,
            boolean enforced) {
        this.reason = refusal.reason();
        this.enforced = enforced;
        this.door = door;
        this.peerAddress = address(request::peerAddress);
        this.remoteAddress = address(request::remoteAddress);
        this.method = visible(String.valueOf(request.method()));
        this.path = visible(PARAMETERS.matcher(String.valueOf(request.path())).replaceAll(""));
        this.tokenDigest = refusal.tokenDigest();
        this.token = refusal.token();
        this.presented = presented;
        this.detail = String.valueOf(refusal.getMessage());
    }

    /** The reason for the refusal. */
    public RefusalReason reason() {
        return reason;
    }

    /** True if the request was refused; false if it passed, because its path is only reported about. */
    public boolean enforced() {
        return enforced;
    }

    /**
     * The name of the door, as in {@code /orders/holdfast}: of a filter the context path and the filter's name, of a valve
     * the host and the context path. Empty if whoever opened the resource gave it no name.
     */
    public Optional<String> door() {
        return Optional.ofNullable(door).map(AccessRefusal::visible);
    }

    /**
     * The address of the socket's other end, whatever the request's headers say: the client's, or that of a proxy before
     * this server. Empty if the container does not tell it.
     */
    public Optional<String> peerAddress() {
        return Optional.ofNullable(peerAddress).map(AccessRefusal::visible);
    }

    /**
     * The client's address in the container's view, where that is not {@link #peerAddress()}: a valve or filter
     * before the door may have read it from a header. At most 200 characters, and not always an address: a header can
     * hold anything. Empty if it equals the peer's or the container has none.
     */
    public Optional<String> remoteAddress() {
        return Optional.ofNullable(remoteAddress)
                .filter(address -> !withoutBrackets(address).equals(withoutBrackets(String.valueOf(peerAddress))))
                .map(AccessRefusal::visible);
    }

    /** Null also where a wrapper of the request fails: a refusal must not depend on details that only describe it. */
    private static @Nullable String address(Supplier<@Nullable String> source) {
        try {
            return source.get();
        } catch (RuntimeException | Error e) {
            return null;
        }
    }

    private static String withoutBrackets(String address) {
        return BRACKETS.matcher(address).replaceAll("");
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

    /** The client that the token was issued to; empty if the token names none or is not verified. */
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
        return Optional.ofNullable(presented)
                .map(PresentedCertificate::thumbprint)
                .map(AccessRefusal::beginning);
    }

    /**
     * The subject of that certificate in the form of RFC 4514, as in {@code CN=Server A,O=Partner A}: visible ASCII and
     * spaces, at most 200 characters. Any other character, a quote and a brace stand there as RFC 4514 escapes them, a
     * backslash and two hexadecimal digits for each octet of UTF-8. The issuer chose it; of a self-signed
     * certificate, anybody. Empty if there was no certificate, or it cannot be read; an empty text if it names nobody.
     */
    public Optional<String> certificateSubject() {
        return Optional.ofNullable(presented).flatMap(PresentedCertificate::subject);
    }

    /**
     * The serial number of that certificate in upper-case hexadecimal digits, as {@code openssl x509 -serial} prints it,
     * at most 200 characters. Empty if there was no certificate, or it cannot be read.
     */
    public Optional<String> certificateSerialNumber() {
        return Optional.ofNullable(presented).flatMap(PresentedCertificate::serialNumber);
    }

    private static String beginning(CertificateThumbprint thumbprint) {
        return thumbprint.value().substring(0, SHORT_THUMBPRINT);
    }

    /** The expectation that failed, in words for the operator; not for the sender. */
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
