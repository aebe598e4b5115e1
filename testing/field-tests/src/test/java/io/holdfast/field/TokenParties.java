package io.holdfast.field;

import com.sun.net.httpserver.HttpServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import io.holdfast.testpki.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The client, the door as a client of the authorization server, and their files and published keys. */
final class TokenParties implements AutoCloseable {
    /** The client id of the client, and with a dot and a method after it, of the client that authenticates by that. */
    static final String CLIENT = "server-a";

    /** The client id of the door. */
    static final String DOOR = "orders-api";

    final TestPki pki = TestPki.create();

    /** With an RSA key, where the client's is EC. */
    final TestIdentity door = pki.identity("CN=Orders API,O=Example").rsa(2048).build();

    final TestIdentity selfSignedDoor =
            pki.identity("CN=Orders API,O=Self-Signed").selfSigned().build();

    /** The beginning of every secret, which ends in the client's id. */
    final String secret = UUID.randomUUID().toString();

    /** Where everything is. */
    final Path directory;

    /** The authority of all servers, PEM. */
    final Path authorities;

    private final HttpServer keySets;

    TokenParties(Path directory) throws IOException, JoseException {
        this.directory = directory;
        authorities = pki.authority().writePemCertificates(directory, "authorities");
        keySets = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        publish(CLIENT, pki.serverA(), pki.selfSigned());
        publish(DOOR, door, selfSignedDoor);
        keySets.start();
    }

    private void publish(String client, TestIdentity... identities) throws IOException, JoseException {
        JsonWebKeySet set = new JsonWebKeySet();
        for (TestIdentity identity : identities) {
            X509Certificate certificate = identity.certificate();
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(certificate.getPublicKey());
            key.setCertificateChain(List.of(certificate));
            key.setKeyId(identity.thumbprint());
            key.setAlgorithm(certificate.getPublicKey() instanceof RSAPublicKey ? "PS256" : "ES256");
            key.setUse("sig");
            set.addJsonWebKey(key);
        }
        byte[] json = set.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY).getBytes(StandardCharsets.UTF_8);
        Files.write(directory.resolve(client + ".jwks"), json);
        keySets.createContext("/" + client, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
    }

    /** The address before a client id where the client's keys are published, without TLS. */
    String keySets() {
        return "http://127.0.0.1:" + keySets.getAddress().getPort() + "/";
    }

    /** A key store file of an identity, chain included. */
    Path keyStore(TestIdentity identity, String name) {
        return identity.writePkcs12(directory, name, Pki.PASSWORD.toCharArray());
    }

    /** An HTTP client that trusts the authority and has no certificate. */
    HttpClient stranger() {
        return HttpClient.newBuilder()
                .sslContext(TestTls.clientWithoutCertificate(pki.authority().certificate()))
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public void close() {
        keySets.stop(0);
    }
}
