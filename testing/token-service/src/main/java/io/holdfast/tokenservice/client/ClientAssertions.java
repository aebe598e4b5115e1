package io.holdfast.tokenservice.client;

import io.holdfast.token.JwkSetSource;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.TokenProfile;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerificationUnavailableException;
import io.holdfast.token.VerifiedToken;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the JWTs by which clients prove themselves (RFC 7523 §3): by the client and about it, for this service and
 * nobody else, signed with one of its keys, short-lived, and never used before. The JWT is taken apart as strictly as an
 * access token. Safe for use by many threads.
 */
final class ClientAssertions {
    /** The longest time until {@code exp}: for so long its {@code jti} has to be remembered. */
    static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    /** The most by which the clocks may differ. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private static final int LONGEST_ID = 256;
    /** With the type that is on its way to replace them (draft-ietf-oauth-rfc7523bis). An access token is none of them. */
    private static final List<String> TYPES =
            Collections.unmodifiableList(Arrays.asList("JWT", "client-authentication+jwt", TokenProfile.ABSENT_TYPE));

    private static final Set<SignatureAlgorithm> ALGORITHMS = Collections.unmodifiableSet(availableAlgorithms());

    private final Set<String> audience;
    private final Clock clock;
    private final UsedAssertions used;

    /** @param audience the names of this service of which one is in {@code aud}; none means that no assertion is good */
    ClientAssertions(Collection<String> audience, Clock clock) {
        this.audience = Collections.unmodifiableSet(new LinkedHashSet<>(audience));
        this.clock = clock;
        this.used = new UsedAssertions(clock);
    }

    /** The names of the algorithms that assertions may be signed with. */
    static List<String> algorithms() {
        return ALGORITHMS.stream().map(SignatureAlgorithm::name).collect(Collectors.toList());
    }

    /**
     * Why this assertion does not prove that it comes from this client; empty if it does, and then it is used up.
     *
     * @throws VerificationUnavailableException if the client's keys or its used assertions cannot be known now
     */
    Optional<String> objectionTo(String assertion, String clientId, ClientKeys keys)
            throws VerificationUnavailableException {
        if (audience.isEmpty()) {
            return Optional.of("this service has no name that an assertion could be for");
        }
        VerifiedToken verified;
        try {
            verified = JwtAccessTokenVerifier.of(clientId, audience)
                    .algorithms(ALGORITHMS)
                    .types(TYPES)
                    .allowMissing(Arrays.asList("client_id", "iat"))
                    .clockSkew(CLOCK_SKEW)
                    .clock(clock)
                    .build(new SignatureKeys(keys))
                    .verify(assertion);
        } catch (TokenRejectedException e) {
            return Optional.of("its assertion has failed the check " + e.rejection());
        }
        return objectionTo(verified, clientId);
    }

    private Optional<String> objectionTo(VerifiedToken assertion, String clientId)
            throws VerificationUnavailableException {
        String id = String.valueOf(assertion.claim("jti").orElse(""));
        if (!assertion.subject().equals(Optional.of(clientId))) {
            return Optional.of("the sub of its assertion is not its client_id");
        }
        if (!audience.containsAll(assertion.audience())) {
            return Optional.of("its assertion is for others too, who could use it here");
        }
        if (assertion.expiresAt().isAfter(clock.instant().plus(MOST_AHEAD).plus(CLOCK_SKEW))) {
            return Optional.of("its assertion is valid for more than " + MOST_AHEAD.toMinutes() + " minutes");
        }
        if (id.length() > LONGEST_ID) {
            return Optional.of("the jti of its assertion is longer than " + LONGEST_ID + " characters");
        }
        return used.use(clientId, id, assertion.expiresAt().plus(CLOCK_SKEW))
                ? Optional.empty()
                : Optional.of("its assertion was used before");
    }

    private static Set<SignatureAlgorithm> availableAlgorithms() {
        Set<SignatureAlgorithm> available = EnumSet.noneOf(SignatureAlgorithm.class);
        Arrays.stream(SignatureAlgorithm.values())
                .filter(SignatureAlgorithm::isAvailable)
                .forEach(available::add);
        return available;
    }

    /** A client's keys as the verifier asks for them. */
    private static final class SignatureKeys implements JwkSetSource {
        private final ClientKeys keys;

        SignatureKeys(ClientKeys keys) {
            this.keys = keys;
        }

        @Override
        public List<VerificationKey> keys(Optional<String> keyId) throws VerificationUnavailableException {
            List<VerificationKey> current = keys.current().keys(keyId);
            return current.isEmpty() ? keys.latest().keys(keyId) : current;
        }

        @Override
        public List<VerificationKey> keysInsteadOf(List<VerificationKey> tried, Optional<String> keyId) {
            List<VerificationKey> latest = keys.latest().keys(keyId);
            return latest.equals(tried) ? Collections.emptyList() : latest;
        }
    }
}
