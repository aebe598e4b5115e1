package io.holdfast.keyring.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.testkit.TestLog;
import io.holdfast.testpki.TestPki;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingInspectionTest {
    private static final TestPki PKI = TestPki.create();
    private static final CertificateThumbprint MINE =
            CertificateThumbprint.of(PKI.serverA().certificate());

    private static final String ISSUANCE = "https://login.example/token gave client me by private_key_jwt";

    @Test
    @DisplayName("C-12 a JWT that is bound to the certificate passes")
    void passesABoundToken() {
        assertPasses(jwt("{'cnf':{'x5t#S256':'" + PKI.serverA().thumbprint() + "'}}"));
    }

    @Test
    @DisplayName(
            "F15 a JWT bound to another certificate is not used, and the error names both thumbprints and not the token")
    void refusesAnotherCertificatesToken() {
        String token = jwt("{'cnf':{'x5t#S256':'" + PKI.thief().thumbprint() + "'}}");

        assertThatThrownBy(() -> inspect(BindingCheck.FAIL, token))
                .isInstanceOf(TokenNotBoundException.class)
                .hasMessageContaining(PKI.thief().thumbprint())
                .hasMessageContaining(MINE.value())
                .hasMessageNotContaining(token);
    }

    @Test
    @DisplayName("F15 a JWT that is not bound is not used, and the error says what to switch on")
    void refusesAnUnboundToken() {
        assertThatThrownBy(() -> inspect(BindingCheck.FAIL, jwt("{'sub':'me'}")))
                .isInstanceOf(TokenNotBoundException.class)
                .hasMessageContaining("not bound to any certificate")
                .hasMessageContaining("tls_client_certificate_bound_access_tokens")
                .hasMessageContaining("Spring Authorization Server for one")
                .hasMessageContaining("the token endpoint must have asked for the certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'cnf':null}",
                "{'cnf':{}}",
                "{'cnf':'x'}",
                "{'cnf':{'jkt':'abc'}}",
                "{'cnf':{'x5t#S256':'short'}}",
                "{'cnf':{'x5t#S256':7}}",
                "{'cnf':{'x5t#S256':'MINE','jkt':'abc'}}",
                "{'cnf':{'x5t#S256':'MINE'},'cnf':{'x5t#S256':'MINE'}}",
                "{'cnf'",
                "[]",
                ""
            })
    @DisplayName("F15 a JWT whose confirmation is of another kind or cannot be read is not used")
    void refusesStrangeConfirmations(String claims) {
        assertThatThrownBy(() -> inspect(BindingCheck.FAIL, jwt(claims.replace("MINE", MINE.value()))))
                .isInstanceOf(TokenNotBoundException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opaque",
                ".",
                "..",
                "...",
                "a.b.c",
                "e30.e30.e30",
                "e30.e30",
                "eyJhbGciOjF9.e30.x",
                "eyJhbGciOiJSU0EifQ.e30.x.y.z",
                "~~~.e30.x",
                "2YotnFZFEjr1zCsicMWpAA"
            })
    @DisplayName("C-12 a token that is no signed JWT is opaque and passes")
    void passesOpaqueTokens(String token) {
        assertPasses(token);
    }

    @Test
    @DisplayName("C-12 random text of the token alphabet passes, dots and all")
    void passesRandomTokens() {
        Random random = new Random(1);
        String alphabet = "ABCxyz019-._~+/=";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder token = new StringBuilder();
            for (int length = random.nextInt(60); length >= 0; length--) {
                token.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertPasses(token.toString());
        }
    }

    @Test
    @DisplayName("C-12 a token too long for any header is not read")
    void readsNoHugeTokens() {
        assertPasses(jwt("{'sub':'" + "x".repeat(100_000) + "'}"));
    }

    @Test
    @DisplayName("F15 a warning alone is given when that is the setting, once for each problem")
    void warnsOnce() throws Exception {
        TestLog log = new TestLog();
        BindingInspection inspection = new BindingInspection(BindingCheck.WARN, new RepeatedWarnings());
        for (int i = 0; i < 3; i++) {
            inspection.inspect(jwt("{'jti':'" + i + "'}"), true, false, ISSUANCE, MINE);
            inspection.inspect(
                    jwt("{'cnf':{'x5t#S256':'" + PKI.thief().thumbprint() + "'}}"), true, false, ISSUANCE, MINE);
        }

        assertThat(log.text().split(ISSUANCE + " a token that", -1)).hasSize(3);
        assertThat(log.text())
                .contains(PKI.thief().thumbprint())
                .contains(MINE.value())
                .contains("bindingCheck is WARN");
    }

    @Test
    @DisplayName("C-12 nothing is looked at when the check is off")
    void looksAtNothingWhenOff() {
        assertThatCode(() -> inspect(BindingCheck.OFF, jwt("{}"))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("F15 an unbound token of a server that never asked for the certificate is told by that")
    void saysThatNobodyAskedForTheCertificate() {
        BindingInspection inspection = new BindingInspection(BindingCheck.FAIL, new RepeatedWarnings());

        assertThatThrownBy(() -> inspection.inspect(jwt("{'sub':'me'}"), false, false, ISSUANCE, MINE))
                .isInstanceOf(TokenNotBoundException.class)
                .hasMessageContaining("The server did not ask for the client's certificate")
                .hasMessageContaining(
                        "some servers bind only the tokens of clients that authenticate by tls_client_auth");
    }

    @Test
    @DisplayName("repeated warnings remember no more than 64 texts")
    void remembersAFewWarnings() {
        TestLog log = new TestLog();
        RepeatedWarnings warnings = new RepeatedWarnings();
        for (int i = 0; i < 1000; i++) {
            warnings.warn("Thing " + i + " went wrong.");
        }

        assertThat(log.text().split("went wrong", -1)).hasSize(65);
    }

    private static void assertPasses(String token) {
        assertThatCode(() -> inspect(BindingCheck.FAIL, token)).as(token).doesNotThrowAnyException();
    }

    private static void inspect(BindingCheck check, String token) throws TokenNotBoundException {
        new BindingInspection(check, new RepeatedWarnings()).inspect(token, true, false, ISSUANCE, MINE);
    }

    private static String jwt(String claims) {
        return segment("{'alg':'RS256'}") + "." + segment(claims) + ".c2ln";
    }

    private static String segment(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("F15 a client that authenticates by its certificate gets no advice to do so")
    void givesNoAdviceThatIsFollowed() {
        BindingInspection inspection = new BindingInspection(BindingCheck.FAIL, new RepeatedWarnings());

        assertThatThrownBy(() -> inspection.inspect(
                        jwt("{'sub':'me'}"),
                        true,
                        true,
                        "https://login.example/token gave client me by tls_client_auth",
                        MINE))
                .isInstanceOf(TokenNotBoundException.class)
                .hasMessageStartingWith(
                        "https://login.example/token gave client me by tls_client_auth a token that is not"
                                + " bound to any certificate")
                .hasMessageContaining("tls_client_certificate_bound_access_tokens")
                .hasMessageNotContaining("some servers bind only");
    }
}
