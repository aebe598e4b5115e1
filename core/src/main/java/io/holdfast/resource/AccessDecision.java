package io.holdfast.resource;

import io.holdfast.certificate.ClientCertificate;
import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.token.VerifiedToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one request: it may pass, with its token or as anybody, or it is refused for one reason with
 * one answer.
 *
 * <p>Immutable. It holds for the request it was made for and no other.
 */
public final class AccessDecision {
    private final @Nullable VerifiedToken token;
    private final @Nullable AccessTokenPrincipal principal;
    private final @Nullable RefusalReason reason;
    private final List<ResponseHeader> headers;
    private final HiddenHeaders hiddenHeaders;

    private AccessDecision(
            @Nullable VerifiedToken token,
            @Nullable AccessTokenPrincipal principal,
            @Nullable RefusalReason reason,
            List<ResponseHeader> headers,
            HiddenHeaders hiddenHeaders) {
        this.token = token;
        this.principal = principal;
        this.reason = reason;
        this.headers = headers;
        this.hiddenHeaders = hiddenHeaders;
    }

    /** The request may pass, and speaks for the token's principal. */
    static AccessDecision permit(VerifiedToken token, AccessTokenPrincipal principal) {
        return new AccessDecision(token, principal, null, Collections.emptyList(), HiddenHeaders.none());
    }

    /** The request may pass because its path is open; it speaks for nobody. */
    static AccessDecision permitAnybody() {
        return new AccessDecision(null, null, null, Collections.emptyList(), HiddenHeaders.none());
    }

    static AccessDecision refuse(Refusal refusal) {
        return new AccessDecision(null, null, refusal.reason(), refusal.headers(), HiddenHeaders.none());
    }

    /** The same decision, whose answer has more headers. */
    AccessDecision with(ResponseHeader header) {
        List<ResponseHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new AccessDecision(token, principal, reason, Collections.unmodifiableList(more), hiddenHeaders);
    }

    /** The same decision, which keeps more of the request's headers from the application. */
    AccessDecision hiding(HiddenHeaders more) {
        return more.isEmpty() ? this : new AccessDecision(token, principal, reason, headers, hiddenHeaders.and(more));
    }

    /**
     * The same decision, with what follows from where the client's certificate stood: an answer that was given because of
     * a header varies on it, and headers that pose as a certificate are hidden.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9440#section-2.4">RFC 9440 section 2.4, "Processing Rules"</a>
     */
    AccessDecision about(ClientCertificate client) {
        AccessDecision hiding = hiding(client.hiddenHeaders());
        String header = client.header();
        return header == null || !authenticated() ? hiding : hiding.with(new ResponseHeader("Vary", header));
    }

    /** Whether the request may pass. */
    public boolean permitted() {
        return reason == null;
    }

    /** Whether the request may pass and speaks for somebody: it has a token. */
    public boolean authenticated() {
        return token != null;
    }

    /**
     * The token of an authenticated request.
     *
     * @throws IllegalStateException if there is none: the request is refused, or its path is open
     */
    public VerifiedToken token() {
        return part(token);
    }

    /**
     * Whom an authenticated request speaks for.
     *
     * @throws IllegalStateException if there is nobody: the request is refused, or its path is open
     */
    public AccessTokenPrincipal principal() {
        return part(principal);
    }

    /**
     * Why the request is refused.
     *
     * @throws IllegalStateException if the request is permitted
     */
    public RefusalReason reason() {
        if (reason == null) {
            throw new IllegalStateException("The request is permitted.");
        }
        return reason;
    }

    /**
     * The HTTP status of the answer to a refused request.
     *
     * @throws IllegalStateException if the request is permitted
     */
    public int status() {
        return reason().status();
    }

    /**
     * What a door adds to the answer, before the application does if the request is permitted. It must add, not set:
     * other authentication schemes may have put challenges there.
     */
    public List<ResponseHeader> headers() {
        return headers;
    }

    /** The request headers that the application must not see, because they are not what they seem. */
    public HiddenHeaders hiddenHeaders() {
        return hiddenHeaders;
    }

    private static <T> T part(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The request is refused, or its path is open.");
        }
        return part;
    }

    @Override
    public String toString() {
        if (reason != null) {
            return "refused, " + reason.code();
        }
        return token != null ? "permitted, " + token : "permitted, anybody";
    }
}
