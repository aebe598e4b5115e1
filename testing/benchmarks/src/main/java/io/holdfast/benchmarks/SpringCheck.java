package io.holdfast.benchmarks;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testkit.TestTokens;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.List;
import org.jose4j.json.JsonUtil;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Spring Security's decoder. Its own comparison of the thumbprint is not public, so that is written by hand. */
final class SpringCheck implements Check {
    private final NimbusJwtDecoder decoder;

    SpringCheck(String issuer, SigningKey key) throws ParseException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        JWKSet keys = new JWKSet(JWK.parse(JsonUtil.toJson(key.jwk())));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.parse(key.algorithm()), new ImmutableJWKSet<SecurityContext>(keys)));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(),
                new JwtIssuerValidator(issuer),
                new JwtClaimValidator<List<String>>("aud", aud -> aud != null && aud.contains(TestTokens.AUDIENCE))));
    }

    @Override
    public boolean accepts(SentToken sent) throws GeneralSecurityException {
        try {
            return Thumbprints.bound(decoder.decode(sent.token()).getClaims().get("cnf"), sent);
        } catch (JwtException e) {
            return false;
        }
    }
}
