package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("holdfast explain of a claim that its issuer writes wrong")
class ClaimFaultsTest {
    @RegisterExtension
    static final TokenServiceExtension SERVICE = Parties.service();

    @TempDir
    Path files;

    private Run explained(String token, Map<String, String> more) throws Exception {
        Map<String, String> settings = Parties.settings(SERVICE);
        settings.putAll(more);
        Run run = Run.of(
                "explain",
                "--settings",
                Parties.file(files, "context.xml", Parties.contextXml(settings)).toString(),
                "--token-file",
                Parties.file(files, "a.jwt", token).toString(),
                "--cert",
                SERVICE.identity("server-a").writePemCertificates(files, "a").toString());
        assertThat(run.code()).as(run.all()).isEqualTo(1);
        assertThat(run.out()).doesNotContain("opaque token", "DPoP");
        return run;
    }

    private static String part(String token, int index) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.", 3)[index]), StandardCharsets.UTF_8);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** A token of the service with one claim more, of any JSON; the signature is not its own any more. */
    private static String with(String claim, String json) {
        String token = SERVICE.token("server-a").withoutClaim(claim).mint();
        String payload = part(token, 1).replaceFirst("\\{", "{\"" + claim + "\":" + json + ",");
        return token.split("\\.", 3)[0] + "." + encoded(payload) + "." + token.split("\\.", 3)[2];
    }

    @ParameterizedTest(name = "{0} = {1}")
    @DisplayName("names the claim, and what its issuer has to write there")
    @CsvSource(
            delimiter = ';',
            value = {
                "exp; \"4102444800\"; as a number without quotes",
                "exp; 4102444800000; as a number without quotes",
                "iat; \"now\"; as a number without quotes",
                "nbf; -1; as a number without quotes",
                "aud; null; by RFC 7519",
                "aud; [5]; by RFC 7519",
                "sub; 5; has to write a text there",
                "jti; 5; has to write a text there",
                "client_id; [\"a\"]; has to write a text there",
                "scope; 5; which belongs into two",
                "scope; [\"read write\"]; which belongs into two",
                "scope; {}; which belongs into two"
            })
    void namesTheClaim(String claim, String json, String remedy) throws Exception {
        for (String binding : new String[] {"required", "when-present"}) {
            Run run = explained(with(claim, json), Map.of("binding", binding));
            assertThat(run.out())
                    .containsPattern("pass +form ")
                    .containsPattern("pass +alg ")
                    .containsPattern("FAIL +claims ")
                    .containsPattern("(?m)^to do .*" + remedy)
                    .containsPattern("(?m)^detail .*" + claim);
        }
    }

    @Test
    @DisplayName("names a kid that is no text at the key")
    void namesAKidThatIsNoText() throws Exception {
        String token = SERVICE.accessToken("server-a");
        String header = part(token, 0).replaceFirst("\"kid\" *: *\"[^\"]*\"", "\"kid\":5");

        assertThat(explained(encoded(header) + token.substring(token.indexOf('.')), Map.of())
                        .out())
                .containsPattern("pass +alg ")
                .containsPattern("FAIL +key ")
                .containsPattern("(?m)^to do .*has to write a text there");
    }

    @Test
    @DisplayName("names the spelling of a confirmation")
    void namesTheSpellingOfAConfirmation() throws Exception {
        Map<String, String> confirmations = new LinkedHashMap<>();
        confirmations.put("{\"x5t#S256\":\"" + "ab".repeat(32) + "\"}", "token customizer writes the thumbprint");
        confirmations.put("[\"x5t#S256\"]", "writes cnf as a text or an array");
        confirmations.put("\"x5t#S256\"", "writes cnf as a text or an array");

        for (Map.Entry<String, String> cnf : confirmations.entrySet()) {
            assertThat(explained(with("cnf", cnf.getKey()), Map.of()).out())
                    .containsPattern("FAIL +binding ")
                    .containsPattern("(?m)^to do .*" + cnf.getValue());
        }
    }

    @Test
    @DisplayName("takes the remedy of the detail in a line of the audit log, too")
    void takesTheRemedyOfTheDetailInALineOfTheAuditLog() {
        assertThat(Run.with(
                                "io.holdfast.audit refused reason=token_malformed status=401 method=GET path=/"
                                        + " detail=\"The claim 'exp' must be a number of seconds.\"",
                                "explain")
                        .out())
                .containsPattern("(?m)^to do .*as a number without quotes");
        assertThat(Run.with(
                                "io.holdfast.audit refused reason=token_inactive status=401 method=GET path=/ detail=\"The"
                                        + " authorization server does not say 'active': true. The token is made up\"",
                                "explain")
                        .out())
                .containsPattern("(?m)^to do .{20}");
    }
}
