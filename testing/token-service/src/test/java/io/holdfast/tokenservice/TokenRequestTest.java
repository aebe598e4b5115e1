package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.RunningTokenService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestPki;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of token requests and answers, by a client that has the right certificate. */
class TokenRequestTest {
    private static final String GOOD = "grant_type=client_credentials&client_id=server-a";
    private static final String OTHER_RESOURCE = "urn:example:other";

    private static RunningTokenService demo;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        TestPki pki = TestPki.create();
        Map<String, Object> serverA = Map.of(
                "client_id", "server-a",
                "token_endpoint_auth_method", "tls_client_auth",
                "tls_client_auth_subject_dn", "CN=Server A,OU=Orders,O=Partner A",
                "tls_client_certificate_bound_access_tokens", true,
                "scope", "orders:read orders:write");
        Map<String, Object> noGrant = Map.of(
                "client_id",
                "no-grant",
                "token_endpoint_auth_method",
                "self_signed_tls_client_auth",
                "jwks",
                Map.of("keys", List.of(RunningTokenService.jwk(pki.selfSigned()))),
                "grant_types",
                List.of());
        demo = RunningTokenService.start(
                directory,
                pki,
                RunningTokenService.registrations(
                        directory,
                        Map.of(
                                "resources", RunningTokenService.resources("https://orders.example", OTHER_RESOURCE),
                                "clients", List.of(serverA, noGrant))));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @DisplayName("A-5 two authentication methods in one request give invalid_request")
    void refusesTwoMethods() throws Exception {
        String basic = "Basic c2VydmVyLWE6Z3Vlc3M=";
        RawRequest secretAndBasic = post(GOOD + "&client_secret=guess").header("Authorization", basic);
        RawRequest assertionAndBasic =
                post(GOOD + "&client_assertion=a&client_assertion_type=b").header("Authorization", basic);
        RawRequest twoHeaders = post(GOOD).header("Authorization", basic).header("Authorization", basic);
        RawRequest assertionAndSecret = post(GOOD + "&client_assertion=a&client_secret=guess");

        for (RawRequest request : List.of(secretAndBasic, assertionAndBasic, twoHeaders, assertionAndSecret)) {
            assertError(send(request), 400, "invalid_request");
        }
    }

    @Test
    @DisplayName("A-5 A-29 one other method gives invalid_client, with a challenge if it was a header")
    void refusesOneOtherMethod() throws Exception {
        RawResponse basic = send(post(GOOD).header("Authorization", "Basic c2VydmVyLWE6Z3Vlc3M="));
        RawResponse bearer = send(post(GOOD).header("Authorization", "bearer abc"));
        RawResponse assertion = send(post(GOOD + "&client_assertion=a&client_assertion_type=b"));

        assertError(basic, 401, "invalid_client");
        assertThat(basic.headers("WWW-Authenticate")).singleElement().asString().startsWith("Basic realm=");
        assertError(bearer, 401, "invalid_client");
        assertThat(bearer.headers("WWW-Authenticate"))
                .singleElement()
                .asString()
                .startsWith("Bearer realm=");
        assertError(assertion, 401, "invalid_client");
        assertThat(assertion.headers("WWW-Authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearerish abc", "Digest username=\"evil\"", "BasicBearer", "Evil abc"})
    @DisplayName("A-29 a scheme that is neither Basic nor Bearer is not echoed")
    void echoesNoOtherScheme(String authorization) throws Exception {
        RawResponse response = send(post(GOOD).header("Authorization", authorization));

        assertError(response, 401, "invalid_client");
        assertThat(response.headers("WWW-Authenticate")).isEmpty();
    }

    @Test
    @DisplayName("A-25 resource sets the audience; without it the default is used")
    void takesTheResource() throws Exception {
        assertThat(audience(GOOD)).isEqualTo("https://orders.example");
        assertThat(audience(GOOD + "&resource=" + encode(OTHER_RESOURCE))).isEqualTo(OTHER_RESOURCE);
        assertThat(audience(GOOD + "&resource=" + encode(OTHER_RESOURCE) + "&resource=https://orders.example"))
                .isEqualTo(List.of(OTHER_RESOURCE, "https://orders.example"));
        assertThat(audience(GOOD + "&resource=" + encode(OTHER_RESOURCE) + "&resource=" + encode(OTHER_RESOURCE)))
                .isEqualTo(OTHER_RESOURCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://somebody.example",
                "orders",
                "/orders",
                "https://orders.example#a",
                "https://orders.example/"
            })
    @DisplayName("A-25 an unknown, relative or fragment-carrying resource gives invalid_target")
    void refusesOtherResources(String resource) throws Exception {
        assertError(send(post(GOOD + "&resource=" + encode(resource))), 400, "invalid_target");
    }

    @Test
    @DisplayName("A-27 a success answer is uncacheable JSON with a Bearer token and no refresh token")
    void answersAsTheRfcSays() throws Exception {
        RawResponse response = send(post(GOOD));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("Pragma")).containsExactly("no-cache");
        assertThat(json(response))
                .containsOnlyKeys("access_token", "token_type", "expires_in", "scope")
                .containsEntry("token_type", "Bearer")
                .containsEntry("expires_in", 300L)
                .containsEntry("scope", "orders:read orders:write");
    }

    @Test
    @DisplayName("A-27 the scope that was asked for is granted and named")
    void grantsTheScope() throws Exception {
        RawResponse response = send(post(GOOD + "&scope=orders:write"));

        assertThat(json(response)).containsEntry("scope", "orders:write");
        assertThat(IssuedToken.of(response).claims()).containsEntry("scope", "orders:write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "POSTS"})
    @DisplayName("A-28 a good form with another method than POST gives 405 and the method that is allowed")
    void takesOnlyPost(String method) throws Exception {
        RawResponse response = send(RawRequest.of(method, "/token?" + GOOD).form(GOOD));

        assertError(response, 405, "invalid_request");
        assertThat(response.headers("Allow")).containsExactly("POST");
    }

    @Test
    @DisplayName("A-28 TRACE gives nothing back")
    void echoesNothing() throws Exception {
        for (String path : List.of("/token", "/jwks", "/")) {
            RawResponse response = send(RawRequest.of("TRACE", path).header("X-Secret", "seen"));

            assertThat(response.status()).as(path).isEqualTo(path.equals("/") ? 404 : 405);
            assertThat(response.toString()).doesNotContain("seen");
        }
    }

    @Test
    @DisplayName("A-28 HEAD gives 405, too")
    void refusesHead() throws Exception {
        RawResponse response = send(RawRequest.of("HEAD", "/token?" + GOOD));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers("Allow")).containsExactly("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"&client_id=server-a", "&grant_type=client_credentials", "&scope=a&scope=a", "&other=1&other=2"})
    @DisplayName("A-28 a repeated parameter gives invalid_request, even with the same value")
    void refusesRepetition(String more) throws Exception {
        assertError(send(post(GOOD + more)), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-28 empty values count as absent and unknown parameters are ignored")
    void ignoresEmptyAndUnknown() throws Exception {
        RawResponse response = send(post("&" + GOOD + "&scope=&client_secret=&resource&other=x&&=y"));

        assertThat(json(response)).containsEntry("scope", "orders:read orders:write");
        assertError(send(post("client_id=server-a&grant_type=")), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-28 parameters of the query never count")
    void ignoresTheQuery() throws Exception {
        RawRequest request = RawRequest.of("POST", "/token?client_id=server-a&scope=orders:write");

        assertError(send(request.form("grant_type=client_credentials")), 400, "invalid_request");
        assertThat(json(send(request.form(GOOD)))).containsEntry("scope", "orders:read orders:write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%C3", "a=%C0%80", "%ff=a", "a=%+1"})
    @DisplayName("A-28 a form that is malformed or not UTF-8 gives invalid_request")
    void refusesMalformedForms(String malformed) throws Exception {
        assertError(send(post(GOOD + "&" + malformed)), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded; charset=utf-16",
                "application/x-www-form-urlencodedness"
            })
    @DisplayName("A-28 another content type gives invalid_request")
    void refusesOtherContentTypes(String type) throws Exception {
        RawRequest request = RawRequest.of("POST", "/token").header("Content-Type", type);

        assertError(send(request.body(GOOD)), 400, "invalid_request");
    }

    @Test
    @DisplayName("A-28 a second Content-Type or an encoded body is not taken")
    void refusesAmbiguousBodies() throws Exception {
        RawResponse second = send(post(GOOD).header("Content-Type", "application/x-www-form-urlencoded"));
        RawResponse encoded = send(post(GOOD).header("Content-Encoding", "identity"));

        assertThat(second.status()).isEqualTo(400);
        assertError(encoded, 400, "invalid_request");
    }

    @Test
    void takesAUtf8Form() throws Exception {
        RawRequest request = RawRequest.of("POST", "/token")
                .header("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8");

        assertThat(send(request.body(GOOD + "&other=%C3%A9+%2B")).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A-28 a body over 16 KiB gives invalid_request")
    void refusesALongBody() throws Exception {
        assertError(send(post(GOOD + "&other=" + "x".repeat(17_000))), 400, "invalid_request");
        assertThat(send(post(GOOD + "&other=" + "x".repeat(16_000))).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nclient_id",
                "5\r\ngrant=x\r\n0\r\n\r\n",
                "-1\r\n\r\n",
                // The JDK's server ends the line of a length at CR LF only, and waits for no more than 16 characters.
                "2\nab\r0\nand more of it",
                "\r\n\r\n"
            })
    @DisplayName("A-29 a body whose chunks are malformed gives invalid_request, and no page that tells how it is made")
    void refusesMalformedChunks(String chunks) throws Exception {
        String request =
                "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n" + chunks;
        try (RawHttpsClient client =
                RawHttpsClient.connect(URI.create(demo.mtlsBaseUrl()), demo.contextOf(demo.pki.serverA()), null)) {
            assertError(client.send(request.getBytes(StandardCharsets.US_ASCII), false), 400, "invalid_request");
        }
    }

    @Test
    @DisplayName("A-29 what the server itself refuses shows no stack trace")
    void showsNoStackTrace() throws Exception {
        RawResponse response = send(RawRequest.get("/token%zz"));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Caused by", "at java", "at sun.");
    }

    @ParameterizedTest
    @CsvSource({
        "client_id=server-a, invalid_request",
        "client_id=server-a&grant_type=authorization_code, unauthorized_client",
        "client_id=server-a&grant_type=Client_Credentials, unsupported_grant_type",
        "grant_type=client_credentials&client_id=server-a&scope=admin, invalid_scope",
        "grant_type=client_credentials&client_id=server-a&scope=orders:read+admin, invalid_scope",
        "grant_type=client_credentials&client_id=server-a&scope=orders:read++orders:write, invalid_scope",
        "grant_type=client_credentials&client_id=server-a&scope=%22, invalid_scope"
    })
    @DisplayName("A-29 failures have the registered code and status 400")
    void namesTheError(String form, String error) throws Exception {
        assertError(send(post(form)), 400, error);
    }

    @Test
    @DisplayName("A-29 a client that is not registered for the grant gets unauthorized_client")
    void refusesAnUnregisteredGrant() throws Exception {
        RawResponse response = demo.token(demo.pki.selfSigned(), "grant_type=client_credentials&client_id=no-grant");

        assertError(response, 400, "unauthorized_client");
    }

    @Test
    @DisplayName("A-29 an answer never repeats what the caller sent")
    void repeatsNothing() throws Exception {
        RawResponse response = send(post("client_id=server-a&grant_type=%3Cscript%3Eevil"));

        assertError(response, 400, "unsupported_grant_type");
        assertThat(response.toString()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password&username=a&password=b", "implicit", "token", "none"})
    @DisplayName("A-30 password and implicit grants are not offered")
    void offersNoOtherGrant(String grant) throws Exception {
        assertError(send(post("client_id=server-a&grant_type=" + grant)), 400, "unsupported_grant_type");
    }

    private static Object audience(String form) throws Exception {
        return IssuedToken.of(send(post(form))).claims().get("aud");
    }

    private static RawRequest post(String form) {
        return RawRequest.of("POST", "/token").form(form);
    }

    private static RawResponse send(RawRequest request) throws Exception {
        return demo.mtls(demo.pki.serverA(), null, request);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void assertError(RawResponse response, int status, String error) {
        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("Pragma")).containsExactly("no-cache");
        assertThat(json(response))
                .containsOnlyKeys("error", "error_description")
                .containsEntry("error", error);
    }
}
