package io.holdfast.demo.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.demo.RunningDemo;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestPki;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered, by where the connection comes from. */
class RemoteClientsTest {
    private static final String[] PATHS = {
        "/",
        "/jwks",
        "/.well-known/oauth-authorization-server",
        "/token",
        "/orders/server-a",
        "/invoices/server-a",
        "/orders",
        "/nothing",
        "/x.jsp"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "::1",
                "0:0:0:0:0:0:0:1",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "::ffff:127.0.0.1"
            })
    void answersThisMachine(String address) {
        assertThat(new RemoteClients(false).refuse(address)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "10.0.0.1",
                "128.0.0.1",
                "0.0.0.0",
                "::",
                "::2",
                "fe80::1",
                "::ffff:10.0.0.1",
                "localhost",
                "ip6-localhost",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "127.0.0.1.example",
                "127.0.0.1,10.0.0.1",
                "127.0.0.1 ",
                "127.256.0.1",
                "::1]",
                "[127.0.0.1"
            })
    void refusesEveryOther(String address) {
        assertThat(new RemoteClients(false).refuse(address)).isTrue();
        assertThat(new RemoteClients(true).refuse(address)).isFalse();
    }

    @Test
    void tellsOthersWhatToSetAndNothingElse(@TempDir Path directory) throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory)) {
            String token = demo.tokenOf(demo.pki.serverA(), "server-a");
            for (String path : PATHS) {
                RawResponse response = fromElsewhere(demo, RawRequest.get(path).bearer(token));

                assertThat(response.status()).as(path).isEqualTo(403);
                assertThat(response.headers("Content-Type"))
                        .singleElement()
                        .asString()
                        .isEqualToIgnoringCase("text/plain;charset=UTF-8");
                assertThat(response.headers("WWW-Authenticate")).as(path).isEmpty();
                assertThat(response.body()).contains("holdfast.demo.remoteClients", "-Ddemo.bindAddress=");
            }
            assertThat(fromElsewhere(
                                    demo,
                                    RawRequest.of("POST", "/orders/server-a").body("x"))
                            .status())
                    .isEqualTo(403);
            assertThat(demo.mtls(
                                    demo.pki.serverA(),
                                    null,
                                    RawRequest.get("/orders/server-a").bearer(token))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void takesNoHeadersWordForTheAddress(@TempDir Path directory) throws Exception {
        try (RunningDemo demo = RunningDemo.start(directory)) {
            RawRequest request = RawRequest.get("/")
                    .header("X-Forwarded-For", "127.0.0.1")
                    .header("Forwarded", "for=127.0.0.1")
                    .header("X-Real-IP", "127.0.0.1");

            assertThat(fromElsewhere(demo, request).status()).isEqualTo(403);
        }
    }

    @Test
    void answersOthersWhenToldTo(@TempDir Path directory) throws Exception {
        try (RunningDemo demo = RunningDemo.start(
                directory, TestPki.create(), settings -> settings.context("holdfast.demo.remoteClients", "allow"))) {
            assertThat(fromElsewhere(demo, RawRequest.get("/jwks")).status()).isEqualTo(200);
            assertThat(fromElsewhere(demo, RawRequest.get("/orders/server-a")).status())
                    .isEqualTo(401);
        }
    }

    /** From an address of this machine that is not its loopback one. */
    private static RawResponse fromElsewhere(RunningDemo demo, RawRequest request) throws Exception {
        Optional<InetAddress> elsewhere = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(elsewhere.isPresent(), "This machine has no address but its loopback one");
        try (RawHttpsClient client = RawHttpsClient.connectProxied(
                URI.create(demo.mtlsBaseUrl()), demo.contextOf(demo.pki.serverA()), elsewhere.get(), "")) {
            return client.send(request.header("Connection", "close"));
        }
    }
}
