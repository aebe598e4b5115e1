package io.holdfast.keyring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticateHeaderTest {

    @ParameterizedTest(name = "C-26 finds invalid_token in {0}")
    @ValueSource(
            strings = {
                "Bearer error=\"invalid_token\"",
                "Bearer error=invalid_token",
                "bearer ERROR=\"invalid_token\"",
                "BEARER realm=\"x\" , error = \"invalid_token\" , error_description=\"y\"",
                "Bearer\trealm=x,error=\"invalid_token\"",
                "Negotiate, Bearer error=\"invalid_token\"",
                "Negotiate YWJjZA==, Bearer error=\"invalid_token\"",
                "NTLM , , Bearer error=\"invalid_token\"",
                "Basic realm=\"a, b\", Bearer error=\"invalid_token\"",
                "Basic realm=\"a \\\" b\", Bearer error=\"invalid_token\"",
                "Digest qop=\"auth,auth-int\", nonce=abc, Bearer realm=\"x\", error=\"invalid_token\"",
                "Bearer realm=\"error=\\\"x\\\"\", error=\"invalid_token\"",
                "Bearer error=\"invalid\\_token\"",
                "Bearer error=\"invalid_token\", Basic realm=\"x\"",
                "Bearer realm=\"x\", Bearer error=\"invalid_token\"",
                ", ,Bearer error=\"invalid_token\",",
                "Bearer error=\"invalid_token"
            })
    void finds(String line) {
        assertThat(AuthenticateHeader.hasBearerError(line, "invalid_token")).isTrue();
    }

    @ParameterizedTest(name = "C-26 finds no invalid_token in {0}")
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "Bearer",
                "Bearer ",
                "Bearer realm=\"x\"",
                "Bearer invalid_token",
                "Bearer error=\"invalid_request\"",
                "Bearer error=\"Invalid_Token\"",
                "Bearer error=\"invalid_token \"",
                "Bearer realm=\"error=invalid_token\"",
                "Bearer realm=\"x, Bearer error=invalid_token\"",
                "Bearer realm=\"\\\", error=invalid_token\"",
                "Basic error=\"invalid_token\"",
                "Bearer realm=\"x\", Basic error=\"invalid_token\"",
                "Bearer realm=\"x\", Negotiate, error=\"invalid_token\"",
                "error=\"invalid_token\"",
                "=",
                "\"",
                "Bearer \"",
                "Bearer error",
                "Bearer error=",
                "Bearer error==",
                "Bearer @ error=\"invalid_token\"",
                "BearerX error=\"invalid_token\""
            })
    void findsNone(String line) {
        assertThat(AuthenticateHeader.hasBearerError(line, "invalid_token")).isFalse();
    }
}
