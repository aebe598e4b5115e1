package io.holdfast.demo.launcher;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.demo.launcher.Partner.Answer;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/** The story of the demo, told against a running server. */
public final class Story {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String ORDERS_OF_A = "/orders/" + DemoFiles.SERVER_A;
    private static final String INVOICES_OF_A = "/invoices/" + DemoFiles.SERVER_A;

    private final DemoServer server;
    private final DemoUrls urls;
    private final DemoFiles files;
    private final TestPki pki;
    private final Consumer<StoryLine> audience;
    private @Nullable String stolen;

    private Story(DemoServer server, DemoFiles files, TestPki pki, Consumer<StoryLine> audience) {
        this.server = server;
        this.urls = server.urls();
        this.files = files;
        this.pki = pki;
        this.audience = audience;
    }

    /**
     * Tells it; each line is something that a server really answered, or says why it did not. There are always seven.
     *
     * @param audience hears each line as soon as it has happened
     */
    public static void tell(DemoServer server, DemoFiles files, TestPki pki, Consumer<StoryLine> audience) {
        Story story = new Story(server, files, pki, audience);
        story.serverAReadsItsOrders();
        story.theThiefTries();
        story.serverBAsksForOrdersOfServerA();
        story.aTokenForInvoicesComesToTheOrders();
        story.serverCReadsItsOrders();
    }

    private void serverAReadsItsOrders() {
        String fetches = "Server A gets a token with its certificate";
        String reads = "Server A reads its orders with that token and the same certificate";
        try {
            Answer answer = Patience.with(() -> {
                try (Partner serverA = partner(DemoFiles.SERVER_A)) {
                    Answer orders = serverA.get(ORDERS_OF_A);
                    stolen = serverA.overheardToken().orElse(null);
                    return orders;
                }
            });
            line(fetches, () -> new FetchedToken(token(), server, pki.serverA()).toLine(fetches));
            line(reads, () -> accepted(reads, answer, pki.serverA()));
        } catch (Exception e) {
            // Both are one call of the client, so neither happened.
            audience.accept(StoryLine.failed(fetches, HoldfastDemo.reason(e)));
            audience.accept(StoryLine.failed(reads, HoldfastDemo.reason(e)));
        }
    }

    private void theThiefTries() {
        TestIdentity thief = pki.thief();
        String own = "A thief sends the stolen token with its own good certificate, " + FetchedToken.nameOf(thief);
        line(own, () -> {
            Answer answer = send(thief.clientContext(pki.authority().certificate()), token());
            return refused(own, answer, 401, "invalid_token");
        });
        String none = "The stolen token comes without any certificate";
        line(none, () -> {
            SSLContext tls = TestTls.clientWithoutCertificate(pki.authority().certificate());
            return refused(none, send(tls, token()), 401, "invalid_token");
        });
    }

    private void serverBAsksForOrdersOfServerA() {
        String what = "Server B, with its own token and certificate, asks for Server A's orders";
        line(what, () -> {
            try (Partner serverB = partner(DemoFiles.SERVER_B)) {
                return refused(what, serverB.get(ORDERS_OF_A), 403, "insufficient_scope");
            }
        });
    }

    private void aTokenForInvoicesComesToTheOrders() {
        String what = "Server A sends the orders API a token that is for its invoices";
        line(what, () -> {
            try (Partner serverA = partner(DemoFiles.SERVER_A)) {
                Answer invoices = serverA.get(INVOICES_OF_A);
                if (invoices.status() != 200) {
                    throw new IOException("The invoices were answered " + invoices.status());
                }
                SSLContext tls = pki.serverA().clientContext(pki.authority().certificate());
                String token = serverA.overheardToken().orElseThrow();
                return refused(what, send(tls, token), 401, "invalid_token");
            }
        });
    }

    private void serverCReadsItsOrders() {
        String what = "Server C, whose registered certificate is self-signed, reads its orders";
        line(what, () -> {
            try (Partner serverC =
                    Partner.of(DemoFiles.SERVER_C, ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH, urls, files)) {
                return accepted(what, serverC.get("/orders/" + DemoFiles.SERVER_C), pki.selfSigned());
            }
        });
    }

    private Partner partner(String clientId) throws KeyMaterialException {
        return Partner.of(clientId, ClientAuthentication.TLS_CLIENT_AUTH, urls, files);
    }

    /** One line that fails must not cost the others; one that times out is played again. */
    private void line(String what, Scene scene) {
        StoryLine line;
        try {
            line = Patience.with(scene::play);
        } catch (Exception e) {
            line = StoryLine.failed(what, HoldfastDemo.reason(e));
        }
        audience.accept(line);
    }

    private String token() throws IOException {
        if (stolen == null) {
            throw new IOException("Server A sent no token");
        }
        return stolen;
    }

    /** Accepted means also that the API saw this certificate, and a token bound to it. */
    private static StoryLine accepted(String what, Answer answer, TestIdentity owner) throws Exception {
        boolean seen = answer.status() == 200
                && JsonUtil.parseJson(answer.body()).get("seen") instanceof Map<?, ?> connection
                && owner.thumbprint().equals(connection.get("certificate_thumbprint"))
                && Map.of("x5t#S256", owner.thumbprint()).equals(connection.get("token_binding"));
        return new StoryLine(seen, answer.status(), what, challengeOf(answer));
    }

    private static StoryLine refused(String what, Answer answer, int status, String error) {
        boolean asItShould = answer.status() == status
                && answer.challenge().startsWith("Bearer ")
                && answer.challenge().contains("error=\"" + error + "\"");
        return new StoryLine(asItShould, answer.status(), what, challengeOf(answer));
    }

    private static List<String> challengeOf(Answer answer) {
        return answer.challenge().isEmpty() ? List.of() : List.of("WWW-Authenticate: " + answer.challenge());
    }

    private Answer send(SSLContext tls, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(urls.mtlsBaseUrl() + ORDERS_OF_A))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<String> response = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(TIMEOUT)
                .build()
                .send(request, BodyHandlers.ofString());
        String challenge = String.join(", ", response.headers().allValues("WWW-Authenticate"));
        return new Answer(response.statusCode(), challenge, response.body());
    }

    private interface Scene {
        StoryLine play() throws Exception;
    }
}
