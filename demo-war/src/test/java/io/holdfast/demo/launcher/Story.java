package io.holdfast.demo.launcher;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.demo.launcher.Partner.Answer;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/** The story of the demo, told against a running server. */
public final class Story {
    private static final String ORDERS_OF_A = "/partners/" + DemoFiles.SERVER_A + "/orders";

    private final DemoServer server;
    private final DemoFiles files;
    private final TestPki pki;
    private final Consumer<StoryLine> audience;
    private @Nullable String stolen;

    private Story(DemoServer server, DemoFiles files, TestPki pki, Consumer<StoryLine> audience) {
        this.server = server;
        this.files = files;
        this.pki = pki;
        this.audience = audience;
    }

    /**
     * Tells it; each line is something that a server really answered, or says why it did not. There are always six.
     *
     * @param audience hears each line as soon as it has happened
     */
    public static void tell(DemoServer server, DemoFiles files, TestPki pki, Consumer<StoryLine> audience) {
        Story story = new Story(server, files, pki, audience);
        story.serverAReadsItsOrders();
        story.theThiefTries();
        story.partnerBLooksAtServerA();
        story.theSelfSignedClientReadsItsOrders();
    }

    private void serverAReadsItsOrders() {
        String fetches = "Server A gets a token with its certificate";
        String reads = "Server A reads its orders with that token and the same certificate";
        try (Partner serverA = Partner.of(DemoFiles.SERVER_A, ClientAuthentication.TLS_CLIENT_AUTH, server, files)) {
            Answer answer = serverA.get(ORDERS_OF_A);
            stolen = serverA.overheardToken().orElse(null);
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

    private void partnerBLooksAtServerA() {
        String what = "Partner B, with its own token and certificate, asks for Server A's orders";
        line(what, () -> {
            try (Partner partnerB =
                    Partner.of(DemoFiles.PARTNER_B, ClientAuthentication.TLS_CLIENT_AUTH, server, files)) {
                return refused(what, partnerB.get(ORDERS_OF_A), 403, "insufficient_scope");
            }
        });
    }

    private void theSelfSignedClientReadsItsOrders() {
        String what = "A client with a registered self-signed certificate reads its orders";
        line(what, () -> {
            try (Partner client = Partner.of(
                    DemoFiles.SELF_SIGNED, ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH, server, files)) {
                Answer answer = client.get("/partners/" + DemoFiles.SELF_SIGNED + "/orders");
                return accepted(what, answer, pki.selfSigned());
            }
        });
    }

    /** One line that fails must not cost the others. */
    private void line(String what, Scene scene) {
        StoryLine line;
        try {
            line = scene.play();
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

    private Answer send(SSLContext tls, String token) throws IOException {
        RawResponse response = RawHttpsClient.once(
                URI.create(server.mtlsBaseUrl()),
                tls,
                null,
                RawRequest.get(ORDERS_OF_A).bearer(token));
        return new Answer(response.status(), String.join(", ", response.headers("WWW-Authenticate")), response.body());
    }

    private interface Scene {
        StoryLine play() throws Exception;
    }
}
