package io.holdfast.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Set;
import org.jose4j.json.JsonUtil;

/** Plain Nimbus. It needs another library for Ed25519. */
final class NimbusCheck implements Check {
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    NimbusCheck(String issuer, SigningKey key) throws ParseException {
        JWKSet keys = new JWKSet(JWK.parse(JsonUtil.toJson(key.jwk())));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(key.algorithm()), new ImmutableJWKSet<SecurityContext>(keys)));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                TestTokens.AUDIENCE, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp")));
    }

    @Override
    public boolean accepts(SentToken sent) throws GeneralSecurityException {
        try {
            return Thumbprints.bound(processor.process(sent.token(), null).getClaim("cnf"), sent);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return false;
        }
    }
}
