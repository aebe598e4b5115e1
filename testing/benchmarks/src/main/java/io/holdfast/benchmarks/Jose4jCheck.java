package io.holdfast.benchmarks;

import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.security.GeneralSecurityException;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** Plain jose4j. */
final class Jose4jCheck implements Check {
    private final JwtConsumer consumer;

    Jose4jCheck(String issuer, SigningKey key) {
        this.consumer = new JwtConsumerBuilder()
                .setExpectedIssuer(issuer)
                .setExpectedAudience(TestTokens.AUDIENCE)
                .setExpectedType(true, "at+jwt")
                .setRequireExpirationTime()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, key.algorithm())
                .setVerificationKey(key.publicKey())
                .build();
    }

    @Override
    public boolean accepts(SentToken sent) throws GeneralSecurityException {
        try {
            return Thumbprints.bound(consumer.processToClaims(sent.token()).getClaimValue("cnf"), sent);
        } catch (InvalidJwtException e) {
            return false;
        }
    }
}
