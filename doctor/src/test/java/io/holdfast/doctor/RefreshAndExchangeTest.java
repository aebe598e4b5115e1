package io.holdfast.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.json.StrictJson;
import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.ScriptedAnswer;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("holdfast token by a refresh token and by exchange")
class RefreshAndExchangeTest {
    private static final String CALLBACK = "https://portal.example/callback";
    private static final String VERIFIER = "a-code-verifier-of-more-than-forty-three-characters";

    @RegisterExtension
    static final TokenServiceExtension SERVICE = TokenServiceExtension.builder()
            .resource(Parties.RESOURCE, "orders:read", "orders:write")
            .users("alice")
            .client(
                    "portal",
                    client -> client.scopes("orders:read", "orders:write")
                            .redirectUris(CALLBACK)
                            .grantTypes(
                                    "client_credentials",
                                    "authorization_code",
                                    "refresh_token",
                                    "urn:ietf:params:oauth:grant-type:token-exchange"))
            .client("partner-b", client -> client.scopes("orders:read"))
            .build();

    @TempDir
    Path files;

    @Test
    @DisplayName("refreshes a user's token, bound to the certificate of the handshake")
    void refreshesAUsersToken() throws Exception {
        Path refresh = Parties.file(files, "refresh", refreshToken() + "\n");

        Map<String, Object> json = fetched("portal", "--refresh-token-file", refresh.toString());

        assertThat(json).containsEntry("binding", "BOUND");
        assertThat(token(json)).containsEntry("sub", "alice");
    }

    @Test
    @DisplayName("warns that a refresh token may be used up, and shows the new one with the token alone")
    void warnsThatARefreshTokenMayBeUsedUp() throws Exception {
        TestPki pki = TestPki.create();
        Path file = Parties.file(files, "refresh", "the-old-one\n");
        String warning = "The server gave a new refresh token: the one in " + file + " may be used up.";
        try (FakeAuthorizationServer server = FakeAuthorizationServer.start(pki.server())) {
            String[] line = {
                "token",
                "--token-endpoint",
                server.uri(FakeAuthorizationServer.TOKEN_PATH).toString(),
                "--client-id",
                "server-a",
                "--keystore",
                pki.serverA().writePem(files, "a").toString(),
                "--trust",
                pki.authority().writePemCertificates(files, "authority").toString(),
                "--refresh-token-file",
                file.toString(),
                "--json"
            };
            String token = server.tokens().boundTo(pki.serverA()).compact();
            answer(server, token, "the-new-one");

            Run hidden = Run.of(line);
            assertThat(hidden.err())
                    .contains(warning)
                    .contains("holdfast token --show-token --json shows the new one.");
            assertThat(hidden.all()).doesNotContain("the-new-one", "the-old-one");

            answer(server, token, "the-new-one");
            Run shown = Run.of(Parties.concat(List.of("--show-token"), line));
            assertThat(StrictJson.parseObject(shown.out())).containsEntry("refresh_token", "the-new-one");
            assertThat(shown.err()).contains(warning).doesNotContain("the-new-one");

            answer(server, token, "the-old-one");
            assertThat(Run.of(line).err()).as("it stays").doesNotContain("used up");
        }
        assertThat(Run.of("token", "--help").out()).contains("may use it up");
    }

    private static void answer(FakeAuthorizationServer server, String token, String refreshToken) {
        server.queue(
                FakeAuthorizationServer.TOKEN_PATH,
                ScriptedAnswer.json(
                        200,
                        "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"refresh_token\":\""
                                + refreshToken + "\"}"));
    }

    @Test
    @DisplayName("exchanges its own token for one that may do less")
    void exchangesItsOwnToken() throws Exception {
        Path own = Parties.file(files, "own.jwt", SERVICE.accessToken("portal"));

        Map<String, Object> json = fetched("portal", "--subject-token-file", own.toString(), "--scope", "orders:read");

        assertThat(json).containsEntry("binding", "BOUND").containsEntry("scope", "orders:read");
        assertThat(token(json))
                .containsEntry("x5t#S256", SERVICE.identity("portal").thumbprint());
    }

    @Test
    @DisplayName("says what the service says against another client's token, and shows none of them")
    void tellsWhyAnothersTokenIsNotExchanged() throws Exception {
        String stolen = SERVICE.accessToken("partner-b");
        Path file = Parties.file(files, "stolen.jwt", stolen);

        Run run = Run.of(line("portal", "--subject-token-file", file.toString()));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("invalid_request");
        assertThat(run.all()).doesNotContain(stolen);
    }

    private String[] line(String client, String... more) throws Exception {
        List<String> options = Parties.identity(files, SERVICE, client);
        options.addAll(List.of("--issuer", SERVICE.issuer(), "--client-id", client));
        options.addAll(List.of(more));
        return Parties.concat(options, "token");
    }

    private Map<String, Object> fetched(String client, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(line(client, more)));
        all.add("--json");
        Run run = Run.of(all.toArray(new String[0]));
        assertThat(run.code()).as(run.all()).isZero();
        return StrictJson.parseObject(run.out());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> token(Map<String, Object> json) {
        return (Map<String, Object>) json.get("token");
    }

    private static String refreshToken() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        String code = SERVICE.authorizationCode("portal", "alice", CALLBACK, challenge, "orders:read");
        String form = "grant_type=authorization_code&client_id=portal&code=" + code + "&redirect_uri=" + CALLBACK
                + "&code_verifier=" + VERIFIER;
        HttpRequest request = HttpRequest.newBuilder(URI.create(SERVICE.mtlsBaseUrl() + "/token"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpClient client =
                HttpClient.newBuilder().sslContext(SERVICE.sslContext("portal")).build();
        String answer =
                client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return (String) StrictJson.parseObject(answer).get("refresh_token");
    }
}
