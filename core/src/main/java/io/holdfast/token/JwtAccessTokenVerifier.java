package io.holdfast.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JWT access tokens of one issuer.
 *
 * <p>Every check fails closed, and the checks that cost most come last: length, form, header, signature, claims. The
 * claims are not even parsed before the signature has verified, with one exception: a token whose key is not at hand must
 * pass all checks of its claims before the issuer's server is asked for the key or waited for.
 *
 * <p>A token that has passed all of them is remembered by its SHA-256 digest, and found again without any lock or I/O. It
 * counts until its {@code exp}, without any leeway, and while the issuer's keys hold the one that has verified it: so an
 * issuer that withdraws a key ends its tokens at once. Rejected tokens are not remembered. Permission to use the
 * token is not decided here, and is not remembered.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">RFC 9068 section 4, "Validating JWT Access Tokens"</a>
 */
public final class JwtAccessTokenVerifier implements AccessTokenVerifier {
    /** The most that {@link JwtVerifierBuilder#clockSkew} takes. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    /** The most that {@link JwtVerifierBuilder#maxTokenLength} takes, in characters. */
    public static final int LONGEST_TOKEN = 64 * 1024;

    private final int maxTokenLength;
    private final JwtSignature signature;
    private final PresentKeys present;
    private final PayloadReader reader;
    private final JwtClaims claims;
    private final Clock clock;
    private final SharedFacts shared = SharedFacts.create();
    private final VerifiedTokens verified;

    JwtAccessTokenVerifier(
            int maxTokenLength,
            JwtSignature signature,
            PresentKeys present,
            PayloadReader reader,
            JwtClaims claims,
            Clock clock,
            VerifiedTokens verified) {
        this.maxTokenLength = maxTokenLength;
        this.signature = signature;
        this.present = present;
        this.reader = reader;
        this.claims = claims;
        this.clock = clock;
        this.verified = verified;
    }

    /**
     * Starts a verifier.
     *
     * @param issuer the one issuer whose tokens are accepted, compared with {@code iss} code point by code point
     * @param audience the names of this resource, at least one; one of them must be in {@code aud}
     */
    public static JwtVerifierBuilder of(String issuer, Collection<String> audience) {
        return new JwtVerifierBuilder(issuer, audience);
    }

    @Override
    public VerifiedToken verify(String token) throws TokenRejectedException, VerificationUnavailableException {
        return verify(token, Sender.KNOWN);
    }

    @Override
    public VerifiedToken verify(String token, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        if (token.length() > maxTokenLength) {
            throw VerifierBounds.tooLong(token, maxTokenLength);
        }
        byte[] text = token.getBytes(StandardCharsets.UTF_8);
        TokenKey key = TokenKey.of(text);
        CachedToken known = known(key);
        return known == null ? verifyAnew(key, text, sender) : VerifiedToken.again(key, known, text);
    }

    /** The remembered facts of a token, as long as the key that has verified it is one of the issuer's. */
    private @Nullable CachedToken known(TokenKey key) throws VerificationUnavailableException {
        CachedToken known = verified.get(key, clock.millis());
        if (known == null) {
            verified.noteMiss();
            return null;
        }
        if (!present.hold(known.header().key()) && !signature.stands(known.header())) {
            verified.remove(key, known);
            verified.noteMiss();
            return null;
        }
        verified.noteHit(known);
        return known;
    }

    private VerifiedToken verifyAnew(TokenKey key, byte[] text, Sender sender)
            throws TokenRejectedException, VerificationUnavailableException {
        CompactJws jws = CompactJws.parse(text);
        KnownHeader header =
                signature.verify(jws, sender, unverified -> claims.verify(reader.claims(unverified), Instant.EPOCH));
        Map<String, Object> said = reader.claims(jws);
        Instant expiresAt = claims.verify(said, Instant.EPOCH); // exp is required
        TokenFacts facts = shared.in(said, expiresAt, reader.keptClaim());
        long validFrom = JwtClaims.validFrom(said).toEpochMilli();
        verified.put(key, new CachedToken(facts, header, reader, validFrom, jws.signedLength()), clock.millis());
        return new VerifiedToken(key, facts, said);
    }

    /** The state of the cache of verified tokens. */
    public TokenCacheStatus cacheStatus() {
        return verified;
    }
}
