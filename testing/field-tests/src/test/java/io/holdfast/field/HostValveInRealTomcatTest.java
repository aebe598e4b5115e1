package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.FakeAuthorizationServer;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first recipe of docs/protect-a-tomcat.md while a WAR that nobody may touch comes and goes, in whole Tomcats. Between all
 * steps and while each is under way somebody without a token asks; that none of this reaches the application is known
 * from the application, which counts.
 */
@EnabledIfSystemProperty(named = "field", matches = Chosen.WITH_TOMCATS)
class HostValveInRealTomcatTest {
    private static final Duration DEPLOYMENT = Duration.ofMinutes(2);
    private static final TestPki PKI = TestPki.create();
    private static final String LIST = "/orders/list";

    @TempDir
    private Path directory;

    private OrdersWar orders;
    private GuardedTomcat guarded;
    private FakeAuthorizationServer issuer;
    private long answered;

    @ParameterizedTest
    @ValueSource(strings = {"tomcat8", "tomcat9", "tomcat10", "tomcat11", "tomee8", "tomee9"})
    @DisplayName(
            "S-71 S-77 G8 the valve on the host stays while a WAR is removed, copied, replaced, managed and restarted")
    void staysWhileTheApplicationComesAndGoes(String id) throws Exception {
        FieldServer server = FieldServer.named(id);
        orders = new OrdersWar(directory.resolve("hits"));
        Path first = orders.write(directory, "one", server);
        Path second = orders.write(directory, "two", server);
        try (FakeAuthorizationServer started = FakeAuthorizationServer.start(PKI.server())) {
            issuer = started;
            guarded = GuardedTomcat.write(directory.resolve("base"), server, PKI);
            guarded.configure(guarded.valve("host.xml", issuer));
            Path war = guarded.webapps().resolve("orders.war");
            Files.copy(first, war);
            try (RealTomcat tomcat = guarded.start()) {
                showsTheHostsErrorBody();
                untilGood(response -> isAnswerOf("one", response));
                comesAndGoesInTheFileSystem(tomcat, war, first, second);
                assertThat(tomcat.log())
                        .contains("Guards in localhost the applications [/orders], and not [/manager]")
                        .contains("The setting 'contexts' names /invoices");
                comesAndGoesByTheManager(first);
            }
            try (RealTomcat again = guarded.start()) {
                untilGood(response -> isAnswerOf("one", response));
                assertThat(again.log()).contains("Guards in localhost the applications [/orders], and not [/manager]");
            }
        }
        assertThat(orders.hits())
                .as("the application has seen only good requests")
                .isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat8", "tomcat9", "tomcat10", "tomcat11", "tomee8", "tomee9"})
    @DisplayName("S-77 a misspelt setting of the valve on the host ends Tomcat, and the log names it")
    void endsTomcatWhenASettingIsMisspelt(String id) throws Exception {
        FieldServer server = FieldServer.named(id);
        orders = new OrdersWar(directory.resolve("hits"));
        try (FakeAuthorizationServer started = FakeAuthorizationServer.start(PKI.server())) {
            guarded = GuardedTomcat.write(directory.resolve("base"), server, PKI);
            String host = guarded.valve("host.xml", started);
            assertThat(host).contains(" issuer=");
            guarded.configure(host.replace(" issuer=", " isuer="));
            Files.copy(orders.write(directory, "one", server), guarded.webapps().resolve("orders.war"));
            try (RealTomcat tomcat = guarded.launch()) {
                tomcat.awaitEnd();
                assertThat(tomcat.log()).contains("There is no setting 'isuer'. Did you mean 'issuer'?");
            }
            assertThatThrownBy(() -> guarded.get(LIST, null, null)).isInstanceOf(ConnectException.class);
        }
        assertThat(orders.hits()).isZero();
    }

    private void comesAndGoesInTheFileSystem(RealTomcat tomcat, Path war, Path first, Path second) throws IOException {
        Files.delete(war);
        untilGood(response -> response.status() == 404
                && hasLogged(tomcat, "The setting 'contexts' names /orders, and there is no such application"));
        Files.copy(first, war);
        untilGood(response -> isAnswerOf("one", response));
        Files.copy(second, war, StandardCopyOption.REPLACE_EXISTING);
        untilGood(response -> isAnswerOf("two", response));
    }

    /** Tomcat looks from time to time what has changed. */
    private static boolean hasLogged(RealTomcat tomcat, String text) {
        try {
            return tomcat.log().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void comesAndGoesByTheManager(Path war) throws IOException {
        managed("undeploy?path=/orders");
        untilGood(response -> response.status() == 404);
        managed("deploy?path=/orders&war=" + war.toUri());
        untilGood(response -> isAnswerOf("one", response));
        managed("reload?path=/orders");
        untilGood(response -> isAnswerOf("one", response));
        managed("stop?path=/orders");
        untilGood(response -> response.status() == 404);
        managed("start?path=/orders");
        untilGood(response -> isAnswerOf("one", response));
    }

    private void managed(String command) throws IOException {
        assertThat(guarded.manage(command).body()).as(command).startsWith("OK - ");
        assertNobodyElseGetsIn();
    }

    /** Asks until the good one gets this; the others ask as often. */
    private void untilGood(Predicate<RawResponse> expected) throws IOException {
        long end = System.nanoTime() + DEPLOYMENT.toNanos();
        RawResponse good;
        do {
            assertNobodyElseGetsIn();
            good = guarded.get(LIST, PKI.serverA(), token());
            answered += good.status() == 200 ? 1 : 0;
            assertThat(System.nanoTime()).as("still %s", good).isLessThan(end);
        } while (!expected.test(good));
        assertNobodyElseGetsIn();
    }

    private void assertNobodyElseGetsIn() throws IOException {
        long before = orders.hits();
        assertThat(guarded.get(LIST, null, null).status()).isIn(401, 403, 404, 503);
        assertThat(guarded.get("/orders/page.txt", PKI.serverA(), null).status())
                .isIn(401, 403, 404, 503);
        assertThat(guarded.get(LIST, PKI.thief(), token()).status()).isIn(401, 403, 404, 503);
        assertThat(orders.hits()).isEqualTo(before);
    }

    /** A new one each time: all of this may take longer than a token lives. */
    private String token() {
        return issuer.tokens().boundTo(PKI.serverA()).compact();
    }

    /** And that the WAR's own context is in force. */
    private static boolean isAnswerOf(String version, RawResponse response) {
        return response.status() == 200 && response.body().equals("orders " + version + ", " + OrdersWar.OWN_CONTEXT);
    }

    private void showsTheHostsErrorBody() throws IOException {
        RawResponse refused = guarded.get(LIST, null, null);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers("WWW-Authenticate"))
                .singleElement()
                .asString()
                .startsWith("Bearer");
        assertThat(refused.body()).contains("<html", "HTTP Status 401");
    }
}
