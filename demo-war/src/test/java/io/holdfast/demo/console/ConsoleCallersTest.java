package io.holdfast.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.demo.parties.TokenServiceControls;
import io.holdfast.demo.partner.RecentCalls;
import io.holdfast.demo.settings.DemoSettings;
import io.holdfast.testpki.TestPki;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may press a button, and what happens to the second who does. */
class ConsoleCallersTest {
    private static final TestPki PKI = TestPki.create();
    private static final char[] PASSWORD = "holdfast-demo".toCharArray();

    private final StoppableService service = new StoppableService();
    private Console console;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        PKI.serverA().writePkcs12(directory, "server-a", PASSWORD);
        PKI.partnerB().writePkcs12(directory, "server-b", PASSWORD);
        PKI.thief().writePkcs12(directory, "thief", PASSWORD);
        PKI.authority().writePemCertificates(directory, "authority");
        PKI.authority().writePkcs12(directory, "authority-key", PASSWORD);
        DemoSettings settings = DemoSettings.parse(Map.of(
                "holdfast.demo.roles", "console",
                "holdfast.demo.issuer", "https://localhost:1",
                "holdfast.demo.mtlsBaseUrl", "https://localhost:1",
                "holdfast.demo.partiesDirectory", directory.toString()));
        console = Console.start(settings, service, new RecentCalls());
    }

    @AfterEach
    void close() throws IOException {
        console.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "::1",
                "0:0:0:0:0:0:0:1",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "0::1",
                "::ffff:127.0.0.1",
                "::ffff:7f00:1"
            })
    void offersButtonsToThisMachine(String address) throws Exception {
        assertThat(html(console.handle(ConsoleRequest.page(address)))).contains("<form method=\"post\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "10.0.0.1",
                "2001:db8::1",
                "1270.0.0.1",
                "127.256.0.1",
                "[127.0.0.1",
                "::1]",
                "::ffff:10.0.0.1",
                ""
            })
    void offersNobodyElseAButton(String address) throws Exception {
        String page = html(console.handle(ConsoleRequest.page(address)));
        assertThat(page)
                .contains("offered only to a browser on the machine that this server runs on")
                .doesNotContain("<form", "form_token");

        String token = PressedConsole.formTokenOf(html(console.handle(ConsoleRequest.page("127.0.0.1"))));
        HttpResponse answer =
                console.handle(ConsoleRequest.press("stop-token-service", address, "localhost:8443", token));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(service.running()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8443",
                "localhost.evil.example",
                "localhost:8443:1",
                "127.0.0.1.evil.example"
            })
    void takesNoFormUnderAForeignName(String host) throws Exception {
        String token = PressedConsole.formTokenOf(html(console.handle(ConsoleRequest.page("127.0.0.1"))));

        HttpResponse answer = console.handle(ConsoleRequest.press("stop-token-service", "127.0.0.1", host, token));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(service.running()).isTrue();
    }

    @ParameterizedTest
    @DisplayName("where no container checks the host, a name that a stranger points here gets a page to read")
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8443",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.256.0.1",
                "192.0.2.1:8443",
                "[2001:db8::1]",
                "localhost:8443:1",
                ""
            })
    void offersNoButtonUnderAForeignName(String host) throws Exception {
        HttpResponse answer = console.handle(ConsoleRequest.pageAt(host, "127.0.0.1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(html(answer))
                .contains("under a name that is not this machine’s own", "Open it at localhost")
                .doesNotContain("<form", "form_token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8443", "127.0.0.1:8443", "127.9.9.9", "[::1]:8443", "[::1]"})
    void offersButtonsUnderEveryNameOfThisMachine(String host) throws Exception {
        String page = html(console.handle(ConsoleRequest.pageAt(host, "127.0.0.1")));
        String token = PressedConsole.formTokenOf(page);

        assertThat(console.handle(ConsoleRequest.press("stop-token-service", "127.0.0.1", host, token))
                        .status())
                .isEqualTo(303);
    }

    @Test
    void playsOneSceneAtATime() throws Exception {
        String token = PressedConsole.formTokenOf(html(console.handle(ConsoleRequest.page("127.0.0.1"))));
        ConsoleRequest stop = ConsoleRequest.press("stop-token-service", "127.0.0.1", "localhost:8443", token);
        // So that it begins with what takes long.
        service.running = false;
        service.slow = true;
        var threads = Executors.newSingleThreadExecutor();
        try {
            Future<HttpResponse> first = threads.submit(() -> console.handle(stop));
            assertThat(service.stopping.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(location(console.handle(stop))).isEqualTo("../?busy#result");
            assertThat(html(console.handle(ConsoleRequest.page("127.0.0.1"))))
                    .contains("“Stop the token service” is still being played.");

            service.mayStop.countDown();
            assertThat(location(first.get(30, TimeUnit.SECONDS))).isEqualTo("../#result");
        } finally {
            service.mayStop.countDown();
            threads.shutdown();
        }
    }

    @Test
    void saysWhatCouldNotBePlayed() throws Exception {
        String token = PressedConsole.formTokenOf(html(console.handle(ConsoleRequest.page("127.0.0.1"))));

        // Nobody listens at the addresses.
        console.handle(ConsoleRequest.press("own-certificate", "127.0.0.1", "localhost:8443", token));

        assertThat(html(console.handle(ConsoleRequest.page("127.0.0.1"))))
                .contains("Not as expected", "This could not be played to its end.", "No token: ");
    }

    private static String html(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String location(HttpResponse response) {
        assertThat(response.status()).isEqualTo(303);
        StringBuilder location = new StringBuilder();
        response.forEachHeader((name, value) -> {
            if (name.equals("Location")) {
                location.append(value);
            }
        });
        return location.toString();
    }

    private static final class StoppableService implements TokenServiceControls {
        private final CountDownLatch stopping = new CountDownLatch(1);
        private final CountDownLatch mayStop = new CountDownLatch(1);
        private volatile boolean running = true;
        private volatile boolean slow;

        @Override
        public boolean running() {
            return running;
        }

        @Override
        public void stop() {
            stopping.countDown();
            try {
                if (slow) {
                    mayStop.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            running = false;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public String signingKid() {
            return "one";
        }

        @Override
        public void rotateSigningKey() {}
    }
}
