package io.holdfast.demo.launcher;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.demo.launcher.Partner.Answer;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testkit.TestIdentity;
import io.holdfast.testkit.TestPki;
import io.holdfast.testkit.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** The story of the demo, told against a running server. */
public final class Story {
    private static final String ORDERS_OF_A = "/partners/" + DemoFiles.SERVER_A + "/orders";

    private final DemoServer server;
    private final DemoFiles files;
    private final TestPki pki;
    private final List<StoryLine> lines = new ArrayList<>();

    private Story(DemoServer server, DemoFiles files, TestPki pki) {
        this.server = server;
        this.files = files;
        this.pki = pki;
    }

    /**
     * Tells it; each line is something that a server really answered.
     *
     * @throws IOException if a server does not answer at all
     * @throws KeyMaterialException if a key store of the demo cannot be read
     */
    public static List<StoryLine> tell(DemoServer server, DemoFiles files, TestPki pki)
            throws IOException, KeyMaterialException {
        Story story = new Story(server, files, pki);
        String stolen = story.serverAReadsItsOrders();
        story.theThiefTries(stolen);
        story.partnerBLooksAtServerA();
        story.theSelfSignedClientReadsItsOrders();
        return story.lines;
    }

    private String serverAReadsItsOrders() throws IOException, KeyMaterialException {
        try (Partner serverA = Partner.of(DemoFiles.SERVER_A, ClientAuthentication.TLS_CLIENT_AUTH, server, files)) {
            Answer answer = serverA.get(ORDERS_OF_A);
            String token = serverA.overheardToken()
                    .orElseThrow(() -> new IOException("Server A sent no token: " + answer.status()));
            tokenFetched("Server A gets a token with its certificate", token, pki.serverA());
            accepted("Server A reads its orders with that token and the same certificate", answer, pki.serverA());
            return token;
        }
    }

    private void theThiefTries(String stolen) throws IOException {
        TestIdentity thief = pki.thief();
        refused(
                "A thief sends the stolen token with its own good certificate, " + nameOf(thief),
                send(thief.clientContext(pki.authority().certificate()), stolen),
                401,
                "invalid_token");
        refused(
                "The stolen token comes without any certificate",
                send(TestTls.clientWithoutCertificate(pki.authority().certificate()), stolen),
                401,
                "invalid_token");
    }

    private void partnerBLooksAtServerA() throws IOException, KeyMaterialException {
        try (Partner partnerB = Partner.of(DemoFiles.PARTNER_B, ClientAuthentication.TLS_CLIENT_AUTH, server, files)) {
            refused(
                    "Partner B, with its own token and certificate, asks for Server A's orders",
                    partnerB.get(ORDERS_OF_A),
                    403,
                    "insufficient_scope");
        }
    }

    private void theSelfSignedClientReadsItsOrders() throws IOException, KeyMaterialException {
        try (Partner client =
                Partner.of(DemoFiles.SELF_SIGNED, ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH, server, files)) {
            Answer answer = client.get("/partners/" + DemoFiles.SELF_SIGNED + "/orders");
            accepted("A client with a registered self-signed certificate reads its orders", answer, pki.selfSigned());
        }
    }

    private void tokenFetched(String what, String token, TestIdentity owner) {
        Map<String, Object> claims =
                json(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
        Object thumbprint = claims.get("cnf") instanceof Map<?, ?> cnf ? cnf.get("x5t#S256") : "none";
        long seconds = ((Number) claims.get("exp")).longValue() - ((Number) claims.get("iat")).longValue();
        lines.add(new StoryLine(
                owner.thumbprint().equals(thumbprint),
                200,
                what,
                List.of(
                        "iss " + claims.get("iss") + "  aud " + claims.get("aud"),
                        "client_id " + claims.get("client_id") + "  scope " + claims.get("scope") + "  for " + seconds
                                + " s",
                        "cnf x5t#S256 " + thumbprint,
                        "thumbprint   " + owner.thumbprint() + " of " + nameOf(owner))));
    }

    /** Accepted means also that the API saw this certificate, and a token bound to it. */
    private void accepted(String what, Answer answer, TestIdentity owner) {
        boolean seen = answer.status() == 200
                && json(answer.body()).get("seen") instanceof Map<?, ?> connection
                && owner.thumbprint().equals(connection.get("certificate_thumbprint"))
                && Map.of("x5t#S256", owner.thumbprint()).equals(connection.get("token_binding"));
        lines.add(new StoryLine(seen, answer.status(), what, challengeOf(answer)));
    }

    private void refused(String what, Answer answer, int status, String error) {
        boolean asItShould = answer.status() == status
                && answer.challenge().startsWith("Bearer ")
                && answer.challenge().contains("error=\"" + error + "\"");
        lines.add(new StoryLine(asItShould, answer.status(), what, challengeOf(answer)));
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

    private static String nameOf(TestIdentity identity) {
        return identity.certificate().getSubjectX500Principal().getName();
    }

    private static Map<String, Object> json(String text) {
        try {
            return JsonUtil.parseJson(text);
        } catch (JoseException e) {
            throw new IllegalStateException("The demo answered with something that is not JSON", e);
        }
    }
}
