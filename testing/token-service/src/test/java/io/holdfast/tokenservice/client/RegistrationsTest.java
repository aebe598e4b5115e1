package io.holdfast.tokenservice.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.holdfast.config.SettingsException;
import io.holdfast.testkit.DocumentedSnippet;
import io.holdfast.testkit.RfcVectors;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.RunningTokenService;
import io.holdfast.tokenservice.http.FormParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationsTest {
    private static final TestPki PKI = TestPki.create();
    private static ClientAuthorities authorities;

    @BeforeAll
    static void loadAuthorities(@TempDir Path directory) throws Exception {
        authorities =
                ClientAuthorities.load(PKI.authority().writePemCertificates(directory, "authority"), Clock.systemUTC());
    }

    @Test
    @DisplayName("A-9 loads a client with each one of the five subject members")
    void loadsEachSubjectMember() throws SettingsException {
        Map<String, String> subjects = Map.of(
                "tls_client_auth_subject_dn", "CN=Server A,O=Partner A",
                "tls_client_auth_san_dns", "a.example",
                "tls_client_auth_san_uri", "urn:example:a",
                "tls_client_auth_san_ip", "2001:db8::1",
                "tls_client_auth_san_email", "a@a.example");
        for (Map.Entry<String, String> subject : subjects.entrySet()) {
            Map<String, Object> client = pkiClient("a");
            client.put(subject.getKey(), subject.getValue());

            assertThat(load(client).client("a")).as(subject.getKey()).isPresent();
        }
    }

    @Test
    @DisplayName("A-9 refuses a PKI client with no subject member")
    void refusesNoSubject() {
        assertThat(problemsOf(pkiClient("a")))
                .singleElement()
                .asString()
                .contains("Client 'a'", "tls_client_auth_*", "0 subjects", "exactly one of", "tls_client_auth_san_ip");
    }

    @Test
    @DisplayName("A-9 refuses a PKI client with two subject members")
    void refusesTwoSubjects() {
        Map<String, Object> client = pkiClient("a");
        client.put("tls_client_auth_subject_dn", "CN=a");
        client.put("tls_client_auth_san_dns", "a.example");

        assertThat(problemsOf(client)).singleElement().asString().contains("Client 'a'", "2 subjects");
    }

    @Test
    @DisplayName("A-9 an empty or non-text second subject member still counts")
    void countsBrokenSubjects() {
        Map<String, Object> client = pkiClient("a");
        client.put("tls_client_auth_subject_dn", "CN=a");
        client.put("tls_client_auth_san_dns", null);

        assertThat(problemsOf(client)).singleElement().asString().contains("2 subjects");
    }

    @Test
    @DisplayName("A-9 tells every problem of every client at once")
    void tellsEveryProblemAtOnce() {
        Map<String, Object> first = pkiClient("a");
        first.put("tls_client_auth_san_ip", "a.example");
        first.put("scope", "one  two");
        first.put("tls_client_certificate_bound_access_token", true);
        Map<String, Object> second = selfSignedClient("b");
        second.remove("jwks");
        second.put("tls_client_certificate_bound_access_tokens", "true");
        Map<String, Object> third = new HashMap<>(Map.of("client_secret", "hush", "grant_types", "all"));

        assertThat(problemsOf(first, second, third))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("'a'", "tls_client_auth_san_ip", "IPv4"),
                        problem -> assertThat(problem).contains("'a'", "scope", "'one  two'"),
                        problem -> assertThat(problem).contains("'a'", "bound_access_token:", "not known"),
                        problem -> assertThat(problem).contains("'b'", "jwks", "x5c"),
                        problem -> assertThat(problem).contains("'b'", "bound_access_tokens", "neither true nor false"),
                        problem -> assertThat(problem).contains("number 3", "client_id"),
                        problem -> assertThat(problem)
                                .contains("number 3", "client_secret", "at least 16")
                                .doesNotContain("hush"),
                        problem -> assertThat(problem).contains("number 3", "grant_types"),
                        problem -> assertThat(problem).contains("number 3", "token_endpoint_auth_method", "missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_jwt", "Private_Key_JWT", "", "TLS_CLIENT_AUTH"})
    @DisplayName("A-4 refuses a client of a method that this service does not have")
    void refusesOtherMethods(String method) {
        Map<String, Object> client = pkiClient("a");
        client.put("token_endpoint_auth_method", method);

        assertThat(problemsOf(client)).singleElement().asString().contains("'" + method + "' is not offered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a%2f", "ä", "a;b"})
    void refusesIdsThatAreNoPartOfAPath(String id) {
        assertThat(problemsOf(selfSignedClient(id))).singleElement().asString().contains("client_id", "path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", ".a", "a.", "~", "A-1_b"})
    void takesIdsThatArePartOfAPath(String id) throws SettingsException {
        assertThat(load(selfSignedClient(id)).client(id)).isPresent();
    }

    @Test
    @DisplayName("A-26 refuses two clients of one id")
    void refusesTakenId() {
        assertThat(problemsOf(selfSignedClient("a"), selfSignedClient("a")))
                .singleElement()
                .asString()
                .contains("Client 'a', client_id", "earlier client");
    }

    @Test
    @DisplayName("A-14 refuses a key that is not the key of its certificate")
    void refusesKeyOfAnotherCertificate() {
        Map<String, Object> jwk = RunningTokenService.jwk(PKI.selfSigned());
        jwk.put("x5c", RunningTokenService.jwk(PKI.thief()).get("x5c"));

        assertThat(problemsOf(selfSignedClient("a", jwk)))
                .singleElement()
                .asString()
                .contains("key number 1 is not the key of its x5c certificate");
    }

    @Test
    @DisplayName("A-14 refuses an x5c that is not standard base64 of one DER certificate")
    void refusesOtherEncodings() throws Exception {
        byte[] der = PKI.selfSigned().certificate().getEncoded();
        List<String> wrong = List.of(
                "",
                Base64.getEncoder().encodeToString(der) + "\n",
                Base64.getUrlEncoder().encodeToString("\u00ff\u00fe?".getBytes(StandardCharsets.ISO_8859_1)),
                Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length + 1)),
                Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length - 1)));
        for (String x5c : wrong) {
            Map<String, Object> jwk = RunningTokenService.jwk(PKI.selfSigned());
            jwk.put("x5c", List.of(x5c));

            assertThat(problemsOf(selfSignedClient("a", jwk)))
                    .as(x5c)
                    .singleElement()
                    .asString()
                    .contains("standard base64");
        }
    }

    @Test
    void refusesAPrivateKeyInTheFile() {
        Map<String, Object> jwk = RunningTokenService.jwk(PKI.selfSigned());
        jwk.put("d", "AQ");

        assertThat(problemsOf(selfSignedClient("a", jwk)))
                .singleElement()
                .asString()
                .contains("public");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "{\"clients\":[]}", "{\"clients\":{}}", "{\"clients\":[1]},", "{\"clients\":[],}"
            })
    void refusesWhatIsNoRegistrationsFile(String json) {
        assertThat(problemsIn(json)).isNotEmpty();
    }

    @Test
    void refusesAMemberTwice() {
        String twice =
                file(selfSignedClient("a")).replace("{\"client_id\":\"a\"", "{\"client_id\":\"a\",\"client_id\":\"b\"");

        assertThat(problemsIn(twice)).singleElement().asString().contains("twice");
    }

    @Test
    @DisplayName("A-9 the documented registrations file loads")
    void loadsTheDocumentedExample() throws Exception {
        Registrations file = parse(DocumentedSnippet.read("docs/demo.md", "demo-registrations"));

        assertThat(file.resources().all())
                .extracting(RegisteredResource::resource, RegisteredResource::audience)
                .containsExactly(
                        tuple("https://localhost:8444/orders", "orders-api"),
                        tuple("https://localhost:8444/invoices", "invoices-api"));
        assertThat(file.clients())
                .extracting(RegisteredClient::id, RegisteredClient::method, RegisteredClient::confidential)
                .containsExactly(
                        tuple("server-a", ClientAuthenticationMethod.TLS_CLIENT_AUTH, true),
                        tuple("self-signed", ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH, true),
                        tuple("phone-app", ClientAuthenticationMethod.NONE, false),
                        tuple("orders-api", ClientAuthenticationMethod.PRIVATE_KEY_JWT, true));
        assertThat(file.clients()).allMatch(RegisteredClient::bound);
        assertThat(file.users()).containsExactly("alice", "bob");
    }

    @Test
    @DisplayName("A-14 the documented key is registered for the certificate it comes with")
    void registersTheDocumentedCertificate() throws Exception {
        Registrations file = parse(DocumentedSnippet.read("docs/demo.md", "demo-registrations"));

        assertThat(ClientAuthenticator.of(file)
                        .build()
                        .authenticate(
                                FormParameters.parse("client_id=self-signed".getBytes(StandardCharsets.US_ASCII)),
                                StubHttpRequest.by(RfcVectors.appendixACertificate()))
                        .client()
                        .id())
                .isEqualTo("self-signed");
    }

    @Test
    void documentsEveryMember() {
        List<String> documented = Pattern.compile("^\\| `([a-z_0-9]+)` \\|", Pattern.MULTILINE)
                .matcher(DocumentedSnippet.text("docs/demo.md"))
                .results()
                .map(row -> row.group(1))
                .toList();

        List<String> known = new ArrayList<>(ClientMetadata.KNOWN);
        known.addAll(ResourceMetadata.KNOWN);
        assertThat(documented).containsExactlyInAnyOrderElementsOf(known);
    }

    private static Map<String, Object> pkiClient(String id) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client_id", id);
        client.put("token_endpoint_auth_method", "tls_client_auth");
        return client;
    }

    private static Map<String, Object> selfSignedClient(String id) {
        return selfSignedClient(id, RunningTokenService.jwk(PKI.selfSigned()));
    }

    private static Map<String, Object> selfSignedClient(String id, Map<String, Object> jwk) {
        Map<String, Object> client = pkiClient(id);
        client.put("token_endpoint_auth_method", "self_signed_tls_client_auth");
        client.put("jwks", Map.of("keys", List.of(jwk)));
        return client;
    }

    private static Registrations load(Map<?, ?>... clients) throws SettingsException {
        return parse(file(clients));
    }

    private static Registrations parse(String json) throws SettingsException {
        return Registrations.parse(json.getBytes(StandardCharsets.UTF_8), authorities);
    }

    private static List<String> problemsOf(Map<?, ?>... clients) {
        return problemsIn(file(clients));
    }

    private static String file(Map<?, ?>... clients) {
        return JsonUtil.toJson(Map.of("resources", List.of(Map.of("resource", "urn:a")), "clients", List.of(clients)));
    }

    private static List<String> problemsIn(String json) {
        return catchThrowableOfType(SettingsException.class, () -> parse(json)).problems();
    }
}
