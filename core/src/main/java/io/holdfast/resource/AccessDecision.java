package io.holdfast.resource;

import io.holdfast.certificate.ClientCertificate;
import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.token.VerifiedToken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one request: it may pass, with its token or as anybody; or it gets an answer from the door
 * itself, because it is refused for one reason or because what it asks for is the door's to tell.
 *
 * <p>Immutable. It holds for the request it was made for and no other.
 */
public final class AccessDecision {
    private static final int OK = 200;

    private final @Nullable VerifiedToken token;
    private final @Nullable AccessTokenPrincipal principal;

    /** What there is to say but that the request passes with its token; null if nothing, as of nearly all. */
    private final @Nullable Answer answer;

    private final List<ResponseHeader> headers;
    private final HiddenHeaders hiddenHeaders;

    private AccessDecision(
            @Nullable VerifiedToken token,
            @Nullable AccessTokenPrincipal principal,
            @Nullable Answer answer,
            List<ResponseHeader> headers,
            HiddenHeaders hiddenHeaders) {
        this.token = token;
        this.principal = principal;
        this.answer = answer;
        this.headers = headers;
        this.hiddenHeaders = hiddenHeaders;
    }

    private static AccessDecision of(@Nullable Answer answer, List<ResponseHeader> headers) {
        return new AccessDecision(null, null, answer, headers, HiddenHeaders.none());
    }

    /** The request may pass, without the withheld headers, and speaks for the token's principal. */
    static AccessDecision permit(VerifiedToken token, AccessTokenPrincipal principal, HiddenHeaders withheld) {
        return new AccessDecision(token, principal, null, Collections.emptyList(), withheld);
    }

    /** The request may pass because its path is open; it speaks for nobody. */
    static AccessDecision permitAnybody() {
        return of(null, Collections.emptyList());
    }

    /** The request passes and speaks for nobody, though there is a reason to refuse it. */
    static AccessDecision report(RefusalReason reason) {
        return of(new Answer(0, reason, null, null), Collections.emptyList());
    }

    static AccessDecision refuse(Refusal refusal) {
        return of(new Answer(refusal.reason().status(), refusal.reason(), null, null), refusal.headers());
    }

    /** The door answers the request itself. */
    static AccessDecision answer(boolean good, List<ResponseHeader> headers, ResponseBody body) {
        return of(new Answer(good ? OK : RefusalReason.VERIFICATION_UNAVAILABLE.status(), null, null, body), headers);
    }

    /** The same decision, whose answer has more headers. */
    AccessDecision with(ResponseHeader header) {
        List<ResponseHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new AccessDecision(token, principal, answer, Collections.unmodifiableList(more), hiddenHeaders);
    }

    /** The same refusal, whose answer has a body. */
    AccessDecision with(ResponseBody body) {
        Answer given = part(answer);
        return new AccessDecision(
                token, principal, new Answer(given.status, given.reason, given.refusal, body), headers, hiddenHeaders);
    }

    /** The same refusal, real or would-be, with what is to be told of it. */
    AccessDecision with(AccessRefusal told) {
        Answer given = part(answer);
        return new AccessDecision(
                token, principal, new Answer(given.status, given.reason, told, given.body), headers, hiddenHeaders);
    }

    /** The same decision, which keeps more of the request's headers from the application. */
    AccessDecision hiding(HiddenHeaders more) {
        return more.isEmpty() ? this : new AccessDecision(token, principal, answer, headers, hiddenHeaders.and(more));
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

    /** What is to be told of a refusal, real or would-be; null where there is none, or nothing is to be told. */
    @Nullable
    AccessRefusal refusal() {
        return answer == null ? null : answer.refusal;
    }

    /** Whether the request may pass. */
    public boolean permitted() {
        return answer == null || answer.status == 0;
    }

    /** Whether the request may pass and speaks for somebody: it has a token. */
    public boolean authenticated() {
        return token != null;
    }

    /**
     * The token of an authenticated request.
     *
     * @throws IllegalStateException if there is none: the request is refused, or it passes as anybody's
     */
    public VerifiedToken token() {
        return part(token);
    }

    /**
     * Whom an authenticated request speaks for.
     *
     * @throws IllegalStateException if there is nobody: the request is refused, or it passes as anybody's
     */
    public AccessTokenPrincipal principal() {
        return part(principal);
    }

    /**
     * Why the request is refused, or would be if its path were not only reported about.
     *
     * @return empty if there is nothing to say against it
     */
    public Optional<RefusalReason> reason() {
        return answer == null ? Optional.empty() : Optional.ofNullable(answer.reason);
    }

    /**
     * The HTTP status of the answer to a request that does not pass.
     *
     * @throws IllegalStateException if the request is permitted
     */
    public int status() {
        if (answer == null || answer.status == 0) {
            throw new IllegalStateException("The request is permitted.");
        }
        return answer.status;
    }

    /**
     * What a door adds to the answer, before the application does if the request is permitted. It must add, not set:
     * other authentication schemes may have put challenges there.
     */
    public List<ResponseHeader> headers() {
        return headers;
    }

    /** What a door writes as the answer's body; empty if that is left to the container's error pages. */
    public Optional<ResponseBody> body() {
        return answer == null ? Optional.empty() : Optional.ofNullable(answer.body);
    }

    /** The request headers that the application must not see. */
    public HiddenHeaders hiddenHeaders() {
        return hiddenHeaders;
    }

    private static <T> T part(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The request is refused, or it passes as anybody's.");
        }
        return part;
    }

    @Override
    public String toString() {
        String code = reason().map(RefusalReason::code).orElse("");
        if (!permitted()) {
            return code.isEmpty() ? "answered, " + status() : "refused, " + code;
        }
        if (token != null) {
            return "permitted, " + token;
        }
        return code.isEmpty() ? "permitted, anybody" : "permitted, but " + code;
    }

    /** What the door says itself, or would say. Immutable. */
    private static final class Answer {
        /** 0 if the request passes. */
        private final int status;

        private final @Nullable RefusalReason reason;
        private final @Nullable AccessRefusal refusal;
        private final @Nullable ResponseBody body;

        private Answer(
                int status,
                @Nullable RefusalReason reason,
                @Nullable AccessRefusal refusal,
                @Nullable ResponseBody body) {
            this.status = status;
            this.reason = reason;
            this.refusal = refusal;
            this.body = body;
        }
    }
}
