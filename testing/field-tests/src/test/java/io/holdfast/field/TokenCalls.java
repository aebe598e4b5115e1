package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustStoreFile;
import io.holdfast.testkit.Await;
import io.holdfast.testkit.RawHttpsClient;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Clients of one authorization server, and their calls of doors. */
final class TokenCalls {
    /** The name of the key store of clients whose certificate changes. */
    static final String IN_CHANGE = "in-change";

    private final RealAuthorizationServer server;
    private final TokenParties parties;
    private final TokenPage page;

    TokenCalls(RealAuthorizationServer server, TokenParties parties, TokenPage page) {
        this.server = server;
        this.parties = parties;
        this.page = page;
    }

    /** The page's key ring, with the key store that changes. */
    TokenClient documented(TokenDoors doors) throws Exception {
        return new TokenClient(
                page.keyRing(doors.origin(), parties.keyStore(parties.pki.serverA(), IN_CHANGE)),
                URI.create(doors.origin()));
    }

    /** A client for tokens that are introspected, with the key store that changes. */
    TokenClient asking(TokenKind kind, TokenDoors doors) throws Exception {
        KeyRingBuilder client = builder(kind, ClientAuthentication.TLS_CLIENT_AUTH, doors)
                .keyStore(keyStore(parties.pki.serverA(), IN_CHANGE));
        return new TokenClient(client.build(), URI.create(doors.origin()));
    }

    /** A client for tokens of a kind; the page's where that is the one that it shows. */
    TokenClient client(TokenKind kind, ClientAuthentication method, TokenDoors doors) throws Exception {
        Path keyStore = parties.keyStore(parties.pki.serverA(), "client");
        KeyRing ring = kind == TokenKind.JWT && method == ClientAuthentication.TLS_CLIENT_AUTH
                ? page.keyRing(doors.origin(), keyStore)
                : builder(kind, method, doors).build();
        return new TokenClient(ring, URI.create(doors.origin()));
    }

    /** The method is the client's where tokens are verified by keys; for the others it authenticates by its certificate. */
    KeyRingBuilder builder(TokenKind kind, ClientAuthentication method, TokenDoors doors) {
        boolean selfSigned = kind == TokenKind.JWT && method == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH;
        TestIdentity identity = selfSigned ? parties.pki.selfSigned() : parties.pki.serverA();
        KeyRingBuilder client = server.asking(KeyRing.builder(), kind)
                .keyStore(keyStore(identity, selfSigned ? "self-signed" : "client"))
                .trust(TrustStoreFile.at(parties.authorities).build())
                .issuer(server.issuer())
                .allowedOrigins(doors.origin());
        if (kind != TokenKind.JWT || method == ClientAuthentication.TLS_CLIENT_AUTH) {
            return client;
        }
        String id = TokenParties.CLIENT + "." + method.methodName();
        client.clientId(id).clientAuthentication(method);
        return method.isBySecret() ? client.clientSecret((parties.secret + id).toCharArray()) : client;
    }

    private KeyStoreFile keyStore(TestIdentity identity, String name) {
        return KeyStoreFile.at(parties.keyStore(identity, name))
                .password(Pki.PASSWORD.toCharArray())
                .build();
    }

    /** The client reaches the application; the same token with a thief's certificate, or with none, does not. */
    void assertWorks(TokenClient client, TokenDoors doors, URI uri) throws IOException {
        int before = doors.reached();
        assertThat(client.get(uri)).isEqualTo(200);
        assertThat(doors.reached()).isEqualTo(before + 1);
        assertThat(status(uri, parties.pki.thief(), client.token())).isEqualTo(401);
        assertThat(status(uri, null, client.token())).isEqualTo(401);
        assertThat(doors.reached()).isEqualTo(before + 1);
    }

    /** A door looks for new keys once a second, and asks again a moment after a failure. */
    void assertWorksInTime(TokenClient client, TokenDoors doors, URI uri) throws Exception {
        Await.until(() -> status(uri, parties.pki.serverA(), client.token()) == 200);
        assertWorks(client, doors, uri);
    }

    /** The status of a request on a connection of its own. */
    int status(URI uri, @Nullable TestIdentity client, String token) throws IOException {
        SSLContext context = client == null
                ? TestTls.clientWithoutCertificate(parties.pki.authority().certificate())
                : client.clientContext(parties.pki.authority().certificate());
        return RawHttpsClient.once(
                        uri, context, null, RawRequest.get(uri.getPath()).bearer(token))
                .status();
    }
}
