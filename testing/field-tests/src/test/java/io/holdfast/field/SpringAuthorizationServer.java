package io.holdfast.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keyring.KeyRingBuilder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

/** Spring Authorization Server in Spring Boot, with the application in {@code src/authorization-servers/spring}. */
final class SpringAuthorizationServer extends RealAuthorizationServer {
    static final String ID = "spring";

    /** The client id of a web application in which users log in. */
    static final String PORTAL = "portal";

    private static final Path SOURCE = Path.of("src", "authorization-servers", "spring");
    private static final String MAIN = "io.holdfast.field.spring.AuthorizationServer";

    private final int port;
    private final Path libraries;
    private final Path classes;

    SpringAuthorizationServer(TokenParties parties) throws IOException, InterruptedException {
        super(parties);
        port = Site.freePort();
        libraries = Distribution.libraries(
                SOURCE.resolve("pom.xml"), "spring-boot", Versions.of("spring-boot"), Path.of("target", "servers"));
        classes = JavaSources.compile(
                List.of(SOURCE.resolve("AuthorizationServer.java")),
                Files.createDirectories(parties.directory.resolve("classes")),
                "--release",
                "17",
                "-parameters",
                "-proc:none",
                "-cp",
                JavaSources.jarsIn(libraries));
    }

    @Override
    String id() {
        return ID;
    }

    @Override
    String issuer() {
        return "https://localhost:" + port;
    }

    @Override
    Program launch() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        List<String> words = List.of(
                home.resolve("bin/java").toString(),
                "-Xmx256m",
                "-Dserver.port=" + port,
                "-Dserver.address=127.0.0.1",
                "-Dserver.ssl.key-store=" + parties.keyStore(parties.pki.server(), "server"),
                "-Dserver.ssl.key-store-password=" + Pki.PASSWORD,
                "-Dserver.ssl.trust-store=" + trusted(),
                "-Dserver.ssl.trust-store-password=" + Pki.PASSWORD,
                "-Dserver.ssl.client-auth=want",
                "-Dspring.main.banner-mode=off",
                "-Dtest.issuer=" + issuer(),
                "-Dtest.keys=" + parties.keySets(),
                "-Dtest.secret=" + parties.secret,
                "-cp",
                libraries + File.separator + "*" + File.pathSeparator + classes,
                MAIN);
        return Program.start(
                "Spring Authorization Server", Program.command(home, words), parties.directory.resolve("console.txt"));
    }

    /** Tomcat ends the handshake with any certificate that it does not trust, self-signed ones too. */
    private Path trusted() throws IOException {
        Path file = parties.directory.resolve("trusted.p12");
        try (var out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", parties.pki.authority().certificate());
            store.setCertificateEntry("client", parties.pki.selfSigned().certificate());
            store.setCertificateEntry("door", parties.selfSignedDoor.certificate());
            store.store(out, Pki.PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return file;
    }

    /** The token endpoint's answer after a user has logged in at {@link #PORTAL}. */
    String loggedIn() throws IOException, InterruptedException {
        String back = "https://portal.example.com/back";
        HttpResponse<String> redirect = send(HttpRequest.newBuilder(URI.create(issuer()
                + "/oauth2/authorize?response_type=code&scope=openid&client_id=" + PORTAL + "&redirect_uri=" + back)));
        String location = redirect.headers().firstValue("Location").orElse("none: " + redirect);
        assertThat(location).startsWith(back + "?code=");
        return done(form(
                issuer() + "/oauth2/token",
                "grant_type=authorization_code&client_id=" + PORTAL + "&client_secret=" + parties.secret + PORTAL
                        + "&redirect_uri=" + back + "&code=" + location.replaceFirst(".*[?&]code=([^&]*).*", "$1")));
    }

    @Override
    CellOutcome ofClient(ClientAuthentication method) {
        return method.isMutualTls() ? CellOutcome.WORKS : CellOutcome.UNBOUND;
    }

    @Override
    CellOutcome ofDoor(TokenKind kind, ClientAuthentication method) {
        return kind == TokenKind.SIGNED_ANSWER ? CellOutcome.UNAVAILABLE : CellOutcome.WORKS;
    }

    @Override
    KeyRingBuilder asking(KeyRingBuilder client, TokenKind kind) {
        boolean opaque = kind == TokenKind.OPAQUE || kind == TokenKind.SIGNED_ANSWER;
        return client.clientId(TokenParties.CLIENT + (opaque ? ".opaque" : "")).scopes("orders:read");
    }
}
