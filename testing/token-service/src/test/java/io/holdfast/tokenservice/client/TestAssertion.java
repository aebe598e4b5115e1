package io.holdfast.tokenservice.client;

import io.holdfast.testpki.TestIdentity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** A client assertion that is good until it is changed. */
final class TestAssertion {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    TestAssertion(String clientId, String audience, Instant now) {
        header.put("alg", "ES256");
        claims.put("iss", clientId);
        claims.put("sub", clientId);
        claims.put("aud", audience);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("exp", now.getEpochSecond() + 60);
    }

    TestAssertion header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    TestAssertion claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    TestAssertion without(String claim) {
        claims.remove(claim);
        return this;
    }

    String signedBy(TestIdentity client) {
        return signed(client.privateKey());
    }

    String signed(@Nullable Key key) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        header.forEach(jws::setHeader);
        jws.setPayload(JsonUtil.toJson(claims));
        jws.setKey(key);
        jws.setDoKeyValidation(false);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    /** The two parameters of a form. */
    static String form(String jwt) {
        return "client_assertion_type=" + encode(TYPE) + "&client_assertion=" + encode(jwt);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
