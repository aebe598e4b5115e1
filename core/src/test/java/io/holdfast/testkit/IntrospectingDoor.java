package io.holdfast.testkit;

import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A door that introspects its tokens, and the authorization server that it asks. */
final class IntrospectingDoor implements AutoCloseable {
    static final String CLIENT_ID = "orders-api";
    private static final String PAGE = "docs/opaque-tokens.md";

    final FakeAuthorizationServer server;
    final Door door;
    final TestIdentity resource;

    private IntrospectingDoor(FakeAuthorizationServer server, Door door, TestIdentity resource) {
        this.server = server;
        this.door = door;
        this.resource = resource;
    }

    /** A door as the documentation shows it for a web.xml; it authenticates by mutual TLS. */
    static IntrospectingDoor asInWebXml(DoorFixture at) throws Exception {
        return open(at, DocumentedSettings.inWebXml(PAGE, "web.xml"), Map.of(), at.pki.partnerB());
    }

    /** The same as it shows it for a context.xml, under a snippet's name. */
    static IntrospectingDoor asInContextXml(DoorFixture at, String snippet) throws Exception {
        return open(at, DocumentedSettings.inContextXml(PAGE, snippet), Map.of(), at.pki.partnerB());
    }

    /** As in the web.xml, with other settings, too; the key store is the resource's. */
    static IntrospectingDoor with(DoorFixture at, Map<String, String> more, TestIdentity resource) throws Exception {
        return open(at, DocumentedSettings.inWebXml(PAGE, "web.xml"), more, resource);
    }

    private static IntrospectingDoor open(
            DoorFixture at, Map<String, String> shown, Map<String, String> more, TestIdentity resource)
            throws Exception {
        FakeAuthorizationServer server = FakeAuthorizationServer.start(at.pki.server());
        try {
            server.opaqueTokens().clients(ClientCheck.certificate(CLIENT_ID));
            shown.putAll(more);
            shown.replaceAll((name, value) -> value.replace("https://login.example.com", server.issuer())
                    .replace("https://api.example.com", TestTokens.AUDIENCE)
                    .replace("/etc/holdfast/authorities.pem", at.authorities())
                    .replace("/etc/holdfast/orders-api.p12", at.keyStore(resource))
                    .replace("/etc/holdfast/tls.key", at.tlsFile(resource, "tls.key"))
                    .replace("/etc/holdfast/tls.crt", at.tlsFile(resource, "tls.crt"))
                    .replace("/etc/holdfast/orders-api.secret", at.file("s3cret &+%\n"))
                    .replace("change-me", "changeit"));
            return new IntrospectingDoor(server, at.open(shown), resource);
        } catch (Exception e) {
            server.close();
            throw e;
        }
    }

    /** A token that is bound to the identity. */
    String token(TestIdentity boundTo) {
        return server.opaqueTokens().issue(server.opaqueTokens().boundTo(boundTo));
    }

    /** The certificate that the server saw when it was asked about a new token. */
    String offered(DoorFixture at) throws IOException {
        RawRequest request = RawRequest.get("/api/echo").bearer(token(at.pki.serverA()));
        at.accepted(door, null, at.pki.serverA(), request);
        List<RecordedCall> calls = introspections();
        return calls.get(calls.size() - 1).clientThumbprint().orElse("none");
    }

    List<RecordedCall> introspections() {
        return server.calls(FakeAuthorizationServer.INTROSPECTION_PATH);
    }

    /** Answers the next introspection with this, whatever the token. */
    void next(ScriptedAnswer answer) {
        server.queue(FakeAuthorizationServer.INTROSPECTION_PATH, answer);
    }

    @Override
    public void close() throws Exception {
        door.close();
        server.close();
    }
}
