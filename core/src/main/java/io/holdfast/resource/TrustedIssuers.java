package io.holdfast.resource;

import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.TokenRejection;
import io.holdfast.token.UnverifiedIssuer;
import io.holdfast.token.VerifierBounds;
import java.io.Closeable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The issuers whose tokens are accepted here. The token names the issuer that verifies it, in its {@code iss}; nobody
 * has verified that yet, so it can choose among the configured issuers and do nothing else. The one that is chosen
 * verifies the token with its own keys and compares {@code iss} again. A token that is not a JWT names none; at most
 * one issuer is asked about such tokens. A JWT whose {@code iss} cannot be read may be another issuer's, so that one is
 * not asked about it.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725#section-3.8">RFC 8725 section 3.8, "Validate Issuer and
 *     Subject"</a>
 */
final class TrustedIssuers implements Closeable {
    private final Map<String, TrustedIssuer> issuers = new LinkedHashMap<>();
    private final @Nullable TrustedIssuer only;
    private final @Nullable TrustedIssuer ofOpaqueTokens;

    /** True if no issuer's token passes without a client certificate. */
    private final boolean needCertificate;

    private final int maxTokenLength;
    private final OpenParts parts;

    /**
     * The issuers.
     *
     * @param trusted at least one, each with an identifier of its own
     * @param ofOpaqueTokens the identifier of the one that gets tokens that are not JWTs; empty: they are refused
     * @param parts their parts, which are closed with them
     */
    TrustedIssuers(
            Collection<TrustedIssuer> trusted, Optional<String> ofOpaqueTokens, int maxTokenLength, OpenParts parts) {
        trusted.forEach(issuer -> issuers.put(issuer.issuer(), issuer));
        this.only = trusted.size() == 1 ? trusted.iterator().next() : null;
        this.ofOpaqueTokens = ofOpaqueTokens.map(issuers::get).orElse(null);
        this.needCertificate = trusted.stream().allMatch(TrustedIssuer::needsCertificate);
        this.maxTokenLength = maxTokenLength;
        this.parts = parts;
    }

    /**
     * The issuer that has to verify a token.
     *
     * @throws RefusedException if the token names none that is trusted here
     */
    TrustedIssuer of(String token) throws RefusedException {
        if (only != null) {
            return only; // its verifier checks the length first
        }
        requireLength(token);
        return chosen(token);
    }

    /**
     * The issuer that has to verify a token which came without a client certificate. Where tokens must be bound, no
     * token passes without one, so none is read, verified, fetched for or waited for.
     *
     * @throws RefusedException also if its issuer's tokens must be bound
     */
    TrustedIssuer ofTokenAlone(String token) throws RefusedException {
        requireLength(token);
        if (needCertificate) {
            throw BearerCredentials.withoutCertificate(token);
        }
        TrustedIssuer issuer = only != null ? only : chosen(token);
        if (issuer.needsCertificate()) {
            throw BearerCredentials.withoutCertificate(token);
        }
        return issuer;
    }

    private void requireLength(String token) throws RefusedException {
        if (token.length() > maxTokenLength) {
            throw BearerCredentials.rejected(token, VerifierBounds.tooLong(token, maxTokenLength));
        }
    }

    private TrustedIssuer chosen(String token) throws RefusedException {
        String name;
        try {
            name = UnverifiedIssuer.of(token).name().orElse("");
        } catch (TokenRejectedException e) {
            if (ofOpaqueTokens == null || UnverifiedIssuer.mayBeIn(token)) {
                throw BearerCredentials.rejected(token, e);
            }
            return ofOpaqueTokens;
        }
        TrustedIssuer named = issuers.get(name);
        if (named == null) {
            throw BearerCredentials.rejected(
                    token,
                    new TokenRejectedException(
                            TokenRejection.TOKEN_ISSUER,
                            "The iss is none of " + issuers.keySet() + ", which the settings name."));
        }
        return named;
    }

    /** The present state of each issuer. */
    List<IssuerStatus> statuses() {
        return issuers.values().stream().map(TrustedIssuer::status).collect(Collectors.toList());
    }

    /** The verification of each issuer's tokens. */
    List<IssuerVerification> verifications() {
        return issuers.values().stream().map(TrustedIssuer::verification).collect(Collectors.toList());
    }

    /** Leaves to others the parts that work for the same issuers there. */
    void leaveTo(TrustedIssuers others) {
        others.verifications().forEach(verification -> parts.release(verification.parts()));
    }

    /** Ends the connections to the authorization servers, and the background work. */
    @Override
    public void close() {
        parts.close();
    }
}
