package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.assertError;
import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tokens are bound to, and what they look like. */
class TokenBindingTest {
    private static final String GRANT = "grant_type";
    private static final String CLIENT_CREDENTIALS = "client_credentials";

    private static Parties parties;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        parties = Parties.start(directory);
    }

    @AfterAll
    static void stop() {
        parties.close();
    }

    @Test
    @DisplayName("A-19 a token is bound to the certificate of its connection, and no parameter or header changes that")
    void bindsToTheConnection() throws Exception {
        String thumbprint = parties.pki.thief().thumbprint();
        String form = Parties.form(
                "client_id", "server-a", GRANT, CLIENT_CREDENTIALS, "cnf", "{\"x5t#S256\":\"" + thumbprint + "\"}");
        RawRequest request = RawRequest.of("POST", "/token")
                .header("Client-Cert", ":" + base64(parties.pki.thief()) + ":")
                .header("X-SSL-Cert", base64(parties.pki.thief()))
                .form(form);

        RawResponse response = parties.running.mtls(parties.pki.serverA(), null, request);

        assertThat(IssuedToken.of(response).thumbprint())
                .isEqualTo(parties.pki.serverA().thumbprint());
    }

    @Test
    @DisplayName("A-17 A-19 a token got with a renewed certificate is bound to that one")
    void bindsToARenewedCertificate() throws Exception {
        TestIdentity renewed = parties.pki.serverA().renewed();

        String token = parties.token("server-a", renewed);

        assertThat(IssuedToken.of(token).thumbprint()).isEqualTo(renewed.thumbprint());
    }

    @Test
    @DisplayName("A-20 a client of bound tokens without a certificate gets invalid_request, which says what to do")
    void refusesABoundClientWithoutACertificate() throws Exception {
        RawResponse response =
                parties.post(null, "/token", "secret", GRANT, CLIENT_CREDENTIALS, "client_secret", Parties.SECRET);

        assertError(response, 400, "invalid_request");
        assertThat((String) json(response).get("error_description")).contains("certificate", "mtls_endpoint_aliases");
    }

    @Test
    @DisplayName("A-20 on the port that asks for no certificate, too")
    void refusesABoundClientOnTheOrdinaryPort() throws Exception {
        String form = Parties.form("client_id", "secret", GRANT, CLIENT_CREDENTIALS, "client_secret", Parties.SECRET);

        RawResponse response =
                parties.running.ordinary(RawRequest.of("POST", "/token").form(form));

        assertError(response, 400, "invalid_request");
    }

    @Test
    @DisplayName("A-21 a client with a secret gets a token bound to whatever certificate it comes with")
    void bindsAClientWithASecret() throws Exception {
        RawResponse response = parties.post(
                parties.pki.selfSigned(),
                "/token",
                "secret",
                GRANT,
                CLIENT_CREDENTIALS,
                "client_secret",
                Parties.SECRET);

        assertThat(IssuedToken.of(response).thumbprint())
                .isEqualTo(parties.pki.selfSigned().thumbprint());
    }

    @Test
    @DisplayName("A-21 a public client gets a token bound to whatever certificate it comes with")
    void bindsAPublicClient() throws Exception {
        RawResponse response = parties.redeem(parties.pki.selfSigned(), "app", parties.code("app"));

        assertThat(IssuedToken.of(response).thumbprint())
                .isEqualTo(parties.pki.selfSigned().thumbprint());
    }

    @Test
    @DisplayName("A-24 A-27 an opaque token has 256 random bits, and the lifetime that its client is registered with")
    void issuesOpaqueTokens() throws Exception {
        RawResponse response = parties.post(parties.pki.serverA(), "/token", "opaque", GRANT, CLIENT_CREDENTIALS);

        assertThat(json(response))
                .containsOnlyKeys("access_token", "token_type", "expires_in", "scope")
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 60L);
        assertThat(Base64.getUrlDecoder().decode(Parties.accessToken(response))).hasSize(32);
    }

    @Test
    @DisplayName("A-24 no two opaque tokens are alike")
    void issuesDifferentOpaqueTokens() throws Exception {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            tokens.add(parties.token("opaque", parties.pki.serverA()));
        }

        assertThat(tokens).hasSize(10);
    }

    @Test
    @DisplayName("A-19 A-34 an opaque token is bound, too")
    void bindsOpaqueTokens() throws Exception {
        String token = parties.token("opaque", parties.pki.serverA());

        assertThat(parties.introspected(token).get("cnf"))
                .isEqualTo(Map.of("x5t#S256", parties.pki.serverA().thumbprint()));
    }

    @Test
    @DisplayName("A-23 A-26 the subject of a user's token is the user, that of a client's own token the client")
    void namesTheSubject() throws Exception {
        Map<String, Object> users = IssuedToken.of(parties.redeem(parties.pki.partnerB(), "web", parties.code("web")))
                .claims();
        Map<String, Object> own =
                IssuedToken.of(parties.token("server-a", parties.pki.serverA())).claims();

        assertThat(users).containsEntry("sub", "alice").containsEntry("client_id", "web");
        assertThat(own).containsEntry("sub", "server-a").containsEntry("client_id", "server-a");
    }

    @Test
    @DisplayName("A-27 a public client gets no token for itself")
    void refusesClientCredentialsOfAPublicClient() throws Exception {
        RawResponse response = parties.post(parties.pki.selfSigned(), "/token", "app", GRANT, CLIENT_CREDENTIALS);

        assertError(response, 400, "unauthorized_client");
    }

    private static String base64(TestIdentity identity) throws Exception {
        return Base64.getEncoder().encodeToString(identity.certificate().getEncoded());
    }
}
