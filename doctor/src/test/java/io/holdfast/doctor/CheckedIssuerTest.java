package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testpki.TestPki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("holdfast check of what an issuer publishes and answers")
class CheckedIssuerTest {
    private static final TestPki PKI = TestPki.create();
    private static FakeAuthorizationServer issuer;

    @TempDir
    Path files;

    @BeforeAll
    static void start() throws Exception {
        issuer = FakeAuthorizationServer.start(PKI.server());
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    private Run checked(Map<String, String> more) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("issuer", issuer.issuer());
        settings.put("audience", TestTokens.AUDIENCE);
        settings.put(
                "trustStore",
                PKI.authority().writePemCertificates(files, "trust").toString());
        settings.putAll(more);
        return Run.of(
                "check",
                Parties.file(files, "context.xml", Parties.contextXml(settings)).toString(),
                "--with-credentials");
    }

    private Run checkedKeys(List<Map<String, Object>> keys) throws Exception {
        issuer.always(FakeAuthorizationServer.JWKS_PATH, ScriptedAnswer.json(200, TestTokens.jwkSet(keys)));
        return checked(Map.of());
    }

    private static Map<String, Object> with(Map<String, Object> jwk, String name, String value) {
        Map<String, Object> changed = new LinkedHashMap<>(jwk);
        changed.put("kid", "other");
        changed.put(name, value);
        return changed;
    }

    @ParameterizedTest
    @DisplayName("fails on a key that is published with a private member")
    @ValueSource(strings = {"d", "p", "dq"})
    void failsOnAPublishedPrivateKey(String member) throws Exception {
        Map<String, Object> good = issuer.tokens().rsaKey().jwk();

        Run run = checkedKeys(List.of(good, with(good, member, "AQAB")));

        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern(
                        "FAIL +keys +the key 'other' is left out, because .*whoever has read it can sign tokens");
    }

    @Test
    @DisplayName("warns of a key that is left out for another reason")
    void warnsOfAKeyThatIsLeftOut() throws Exception {
        Map<String, Object> good = issuer.tokens().rsaKey().jwk();

        for (String[] change : new String[][] {{"kty", "oct"}, {"n", "AQAB"}, {"alg", "HS256"}}) {
            Run run = checkedKeys(List.of(good, with(good, change[0], change[1])));
            assertThat(run.code()).as(run.all()).isZero();
            assertThat(run.out()).containsPattern("WARN +keys +the key 'other' is left out, because .*no token passes");
        }
    }

    @Test
    @DisplayName("does not warn of a key for encryption, which is meant for something else")
    void doesNotWarnOfAKeyForEncryption() throws Exception {
        Map<String, Object> good = issuer.tokens().rsaKey().jwk();

        assertThat(checkedKeys(List.of(good, with(good, "use", "enc"))).out())
                .containsPattern("pass +keys +the key 'other' is left out, because it is for encryption");
    }

    @Test
    @DisplayName("says why a set verifies no token: too many keys, none, or none that can")
    void saysWhyASetVerifiesNoToken() throws Exception {
        Map<String, Object> good = issuer.tokens().rsaKey().jwk();
        List<Map<String, Object>> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Map<String, Object> one = new LinkedHashMap<>(good);
            one.put("kid", "key-" + i);
            many.add(one);
        }

        assertThat(checkedKeys(many))
                .matches(run -> run.code() == 1
                        && run.out().contains("The JWK set has more than 100 keys. No token of this issuer will pass.")
                        && !run.out().contains("algorithms,"));
        assertThat(checkedKeys(List.of()).out())
                .contains("The JWK set has no key that can verify a signature. No token of this issuer will pass.");
        assertThat(checkedKeys(List.of(with(good, "alg", "HS256"))).out())
                .containsPattern("FAIL +keys .*no key that can verify a signature: the key 'other' is left out");
    }

    @ParameterizedTest
    @DisplayName("fails on an issuer that calls a made-up token active, whatever else it says of it")
    @ValueSource(
            strings = {
                "{\"active\":true,\"sub\":\"a\",\"client_id\":\"a\",\"aud\":\"AUD\",\"exp\":4102444800}",
                "{\"active\":true,\"aud\":\"https://other.example\"}",
                "{\"active\":true,\"token_type\":\"DPoP\"}",
                "{\"active\":true,\"exp\":1}",
                "{\"active\":true}"
            })
    void failsOnAnIssuerThatCallsAnythingActive(String answer) throws Exception {
        issuer.always(
                FakeAuthorizationServer.INTROSPECTION_PATH,
                ScriptedAnswer.json(200, answer.replace("AUD", TestTokens.AUDIENCE)));
        Map<String, String> settings = Map.of(
                "verification", "introspection",
                "clientId", "door",
                "clientAuthentication", "client_secret_basic",
                "clientSecretFile", Parties.file(files, "secret", "sesame\n").toString());

        for (String binding : new String[] {"required", "when-present"}) {
            Map<String, String> all = new LinkedHashMap<>(settings);
            all.put("binding", binding);
            Run run = checked(all);
            assertThat(run.code()).as(run.all()).isEqualTo(1);
            assertThat(run.out())
                    .containsPattern("FAIL +introspection +" + issuer.issuer() + " calls a made-up token active")
                    .doesNotContain("before the issuer was asked");
        }
    }
}
