package io.holdfast.resource;

import io.holdfast.token.VerifiedToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one request: it may pass with its token, or it is refused for one reason with one answer.
 *
 * <p>Immutable. It holds for the request it was made for and no other.
 */
public final class AccessDecision {
    private final @Nullable VerifiedToken token;
    private final @Nullable AccessTokenPrincipal principal;
    private final @Nullable Refusal refusal;

    private AccessDecision(
            @Nullable VerifiedToken token, @Nullable AccessTokenPrincipal principal, @Nullable Refusal refusal) {
        this.token = token;
        this.principal = principal;
        this.refusal = refusal;
    }

    static AccessDecision permit(VerifiedToken token, AccessTokenPrincipal principal) {
        return new AccessDecision(token, principal, null);
    }

    static AccessDecision refuse(Refusal refusal) {
        return new AccessDecision(null, null, refusal);
    }

    /** Whether the request may pass. */
    public boolean permitted() {
        return refusal == null;
    }

    /**
     * The token of a permitted request.
     *
     * @throws IllegalStateException if the request is refused
     */
    public VerifiedToken token() {
        return permittedPart(token);
    }

    /**
     * Whom a permitted request speaks for.
     *
     * @throws IllegalStateException if the request is refused
     */
    public AccessTokenPrincipal principal() {
        return permittedPart(principal);
    }

    /**
     * Why the request is refused.
     *
     * @throws IllegalStateException if the request is permitted
     */
    public RefusalReason reason() {
        return refusal().reason();
    }

    /**
     * The HTTP status of the answer to a refused request.
     *
     * @throws IllegalStateException if the request is permitted
     */
    public int status() {
        return refusal().reason().status();
    }

    /**
     * What a door adds to the answer to a refused request. It must add, not set: other authentication schemes may have
     * put challenges there.
     *
     * @throws IllegalStateException if the request is permitted
     */
    public List<ResponseHeader> headers() {
        return refusal().headers();
    }

    private static <T> T permittedPart(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The request is refused.");
        }
        return part;
    }

    private Refusal refusal() {
        if (refusal == null) {
            throw new IllegalStateException("The request is permitted.");
        }
        return refusal;
    }

    @Override
    public String toString() {
        return refusal == null
                ? "permitted, " + token
                : "refused, " + refusal.reason().code();
    }
}
