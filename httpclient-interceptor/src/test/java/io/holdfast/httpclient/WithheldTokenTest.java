package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.DistrustfulServer;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.testkit.TestLog;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.message.BasicHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The log where a request went without its token, or not at all. */
@Timeout(60)
class WithheldTokenTest {
    private PartnerWorld world;
    private RecordingApi api;
    private RecordingApi other;

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        api = world.closing(new RecordingApi(PKI.server()));
        other = world.closing(new RecordingApi(PKI.server()));
        other.checkingTokens();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private KeyRing ring(String... origins) throws Exception {
        return world.closing(
                world.keyRing(PKI.serverA()).allowedOrigins(origins).build());
    }

    private static List<String> warnings(TestLog log) {
        return log.text()
                .lines()
                .filter(line -> line.contains("This is said once."))
                .toList();
    }

    @ParameterizedTest(name = "C-10 a server that asks for a token and is no allowed origin gets one warning, {0}")
    @EnumSource
    void warnsOfAWrongOrigin(Transport transport) throws Exception {
        Transport.Client client = world.closing(transport.open(ring(api.origin())));
        TestLog log = new TestLog();

        for (int i = 0; i < 3; i++) {
            assertThat(client.get(other.uri("/orders")).status()).isEqualTo(401);
        }

        assertThat(warnings(log))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                other.origin()
                                        + " answered 401 and asks for a Bearer token; the request had none, because it is"
                                        + " none of the allowed origins, [",
                                api.origin() + "]. If it may get tokens, name it with allowedOrigins(\""
                                        + other.origin() + "\") at KeyRing.builder()."));
    }

    @ParameterizedTest(
            name =
                    "C-9 a 401 to the application's own credentials, or without a Bearer challenge, gets no warning, {0}")
    @EnumSource
    void warnsOfNoOther401(Transport transport) throws Exception {
        Transport.Client client = world.closing(transport.open(ring(api.origin())));
        other.redirecting(
                "/basic", new RecordingApi.Reply(401, "", Map.of("WWW-Authenticate", "Basic realm=\"Bearer\"")));
        TestLog log = new TestLog();

        assertThat(client.get(other.uri("/basic")).status()).isEqualTo(401);
        assertThat(client.send(
                                "GET",
                                other.uri("/orders"),
                                null,
                                HttpClientContext.create(),
                                new BasicHeader("Authorization", "Basic YTpi"))
                        .status())
                .isEqualTo(401);

        assertThat(warnings(log)).isEmpty();
    }

    @ParameterizedTest(name = "C-6 a token that fits no connection is withheld with one warning, {0}")
    @EnumSource
    void warnsOfAnotherCertificate(Transport transport) throws Exception {
        KeyRing own = ring(api.origin());
        KeyRing others = world.closing(
                world.keyRing(PKI.partnerB()).allowedOrigins(api.origin()).build());
        Transport.Client client = world.closing(transport.openWithForeignConnections(own, others.sslContext()));
        TestLog log = new TestLog();

        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(() -> client.get(api.uri("/orders"))))
                    .hasStackTraceContaining("WrongCertificateException");
        }

        assertThat(warnings(log))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "The token was not sent: it is bound to the certificate "
                                        + PKI.serverA().thumbprint().substring(0, 8),
                                "this connection was made with another certificate, "
                                        + PKI.partnerB().thumbprint().substring(0, 8)));
        assertThat(api.calls()).isEmpty();
    }

    @ParameterizedTest(
            name = "a server that refuses the certificate is named with the certificate and its end, {0} {1}")
    @CsvSource({
        "CLASSIC, TLSv1.2",
        "CLASSIC, TLSv1.3",
        "ASYNC_HTTP_1, TLSv1.2",
        "ASYNC_HTTP_1, TLSv1.3",
        "ASYNC_HTTP_2, TLSv1.2",
        "ASYNC_HTTP_2, TLSv1.3"
    })
    void namesTheRefusedCertificate(Transport transport, String version) throws Exception {
        DistrustfulServer distrustful = world.closing(
                new DistrustfulServer(PKI.server(), PKI.secondAuthority().certificate(), version));
        Transport.Client client = world.closing(transport.open(ring(distrustful.origin())));

        assertThat(catchThrowable(() -> client.get(distrustful.uri("/orders"))))
                .hasStackTraceContaining(distrustful.origin().replace("https://", "")
                        + " refused the client certificate CN=Server A, OU=Orders, O=Partner A (thumbprint "
                        + PKI.serverA().thumbprint() + ", valid until "
                        + PKI.serverA().certificate().getNotAfter().toInstant() + ") (alert certificate_unknown)")
                .hasStackTraceContaining("See whether that server trusts the issuer");
    }
}
