package io.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of an issuer that has one for every algorithm, and some that must not verify a token. */
final class KeyFixture {
    static final List<String> ALGORITHMS = List.of(
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    private static final SigningKey ES384 = SigningKey.ec("es384", "ES384", "secp384r1");
    private static final SigningKey ES512 = SigningKey.ec("es512", "ES512", "secp521r1");

    private final DoorFixture at;
    private final Map<String, SigningKey> keys = new LinkedHashMap<>();

    KeyFixture(DoorFixture at) {
        this.at = at;
        for (String algorithm : ALGORITHMS) {
            keys.put(algorithm, key(algorithm).named("key-" + algorithm));
        }
    }

    private SigningKey key(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> at.tokens().ecKey();
            case "ES384" -> ES384;
            case "ES512" -> ES512;
            case "EdDSA", "Ed25519" -> at.tokens().edKey().as(algorithm);
            default -> at.tokens().rsaKey().as(algorithm);
        };
    }

    /** A token of this server, bound to server A. */
    static TokenBuilder token(DoorFixture at, FakeAuthorizationServer server) {
        return server.tokens().boundTo(at.pki.serverA());
    }

    private TokenBuilder token(FakeAuthorizationServer server) {
        return token(at, server);
    }

    /** One key for each algorithm, and among them what must be skipped or not used. */
    String jwkSet() {
        List<Map<String, Object>> jwks = new ArrayList<>();
        jwks.add(Map.of("kty", "XMSS", "kid", "strange"));
        jwks.add(Map.of("kty", "oct", "k", "c2VjcmV0", "kid", "symmetric"));
        jwks.add(Map.of("kty", "EC", "crv", "P-256", "x", "AA", "kid", "broken"));
        jwks.add(Map.of("kty", "OKP", "crv", "Ed448", "x", "AA", "kid", "ed448"));
        keys.values().forEach(key -> jwks.add(key.jwk()));
        jwks.add(changed("PS256", "for-encryption", "use", "enc"));
        jwks.add(changed("PS256", "for-wrapping", "key_ops", List.of("wrapKey")));
        jwks.add(changed("PS256", "of-another-algorithm", "alg", "RSA-OAEP"));
        Map<String, Object> silent = changed("ES256", "without-alg", "use", "sig");
        silent.remove("alg");
        jwks.add(silent);
        return TestTokens.jwkSet(jwks);
    }

    private Map<String, Object> changed(String algorithm, String kid, String member, Object value) {
        Map<String, Object> jwk = keys.get(algorithm).named(kid).jwk();
        jwk.put(member, value);
        return jwk;
    }

    /** By the name of the algorithm, and one that names no key. */
    Map<String, String> goodTokens(FakeAuthorizationServer server) {
        Map<String, String> good = new LinkedHashMap<>();
        keys.forEach((algorithm, key) ->
                good.put(algorithm, token(server).signedBy(key).compact()));
        good.put(
                "E3 no kid",
                token(server).signedBy(keys.get("ES384")).withoutHeader("kid").compact());
        return good;
    }

    /** What must be refused, by what is wrong with it. */
    Map<String, String> badTokens(FakeAuthorizationServer server, FakeAuthorizationServer evil)
            throws GeneralSecurityException {
        Map<String, String> bad = new LinkedHashMap<>();
        for (String kid : List.of("for-encryption", "for-wrapping", "of-another-algorithm")) {
            bad.put(
                    "S-33 " + kid,
                    token(server).signedBy(keys.get("PS256").named(kid)).compact());
        }
        bad.put("S-33 RS256 with the PS256 key", signedAs(server, "RS256", "PS256"));
        bad.put("S-33 EdDSA with the Ed25519 key", signedAs(server, "EdDSA", "Ed25519"));
        bad.put("S-34 ES256 with the P-384 key", signedAs(server, "ES256", "ES384"));
        for (String kid : List.of("strange", "symmetric", "broken", "ed448")) {
            bad.put(
                    "S-87 " + kid,
                    token(server).signedBy(keys.get("ES256").named(kid)).compact());
        }
        bad.put("S-34 DER", der(token(server).signedBy(keys.get("ES256"))));
        for (Map.Entry<String, Integer> length :
                Map.of("ES256", 64, "ES384", 96, "ES512", 132, "EdDSA", 64).entrySet()) {
            for (int difference : new int[] {-1, 0, 1}) {
                TokenBuilder token = token(server).signedBy(keys.get(length.getKey()));
                byte[] zeros = new byte[length.getValue() + difference];
                bad.put(
                        "S-34 " + length.getKey() + ", " + zeros.length + " zeros",
                        TestTokens.withSignature(token.headerJson(), token.claimsJson(), zeros));
            }
        }
        SigningKey thiefs = SigningKey.es256("key-ES256");
        evil.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(thiefs)));
        String url = evil.uri(FakeAuthorizationServer.JWKS_PATH).toString();
        for (String member : List.of("jku", "x5u")) {
            bad.put(
                    "E1 " + member,
                    token(server).signedBy(thiefs).header(member, url).compact());
        }
        bad.put("E1 iss", token(evil).signedBy(thiefs).compact());
        bad.put("E3 no kid", token(server).signedBy(thiefs).withoutHeader("kid").compact());
        return bad;
    }

    private String signedAs(FakeAuthorizationServer server, String algorithm, String kidOf) {
        return token(server)
                .signedBy(keys.get(algorithm))
                .header("kid", "key-" + kidOf)
                .compact();
    }

    private String der(TokenBuilder token) throws GeneralSecurityException {
        String input = TestTokens.base64Url(token.headerJson()) + "." + TestTokens.base64Url(token.claimsJson());
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.get("ES256").privateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + TestTokens.base64Url(signature.sign());
    }

    /** The threads of Holdfast that live now. */
    static Set<Thread> holdfastThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("holdfast-"));
        return threads;
    }
}
