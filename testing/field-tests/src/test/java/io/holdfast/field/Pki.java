package io.holdfast.field;

import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of one public key infrastructure, in the forms that servers read. */
final class Pki {
    static final String PASSWORD = "changeit";

    final TestPki parties;

    /** The server's key and chain, PKCS #12, alias {@code identity}. */
    final Path server;

    /** The authority of all clients, PKCS #12. */
    final Path clientAuthorities;

    /** The authority of the authorization server, PEM. */
    final Path authorities;

    Pki(Path directory) throws IOException {
        this(TestPki.create(), directory);
    }

    Pki(TestPki parties, Path directory) throws IOException {
        this.parties = parties;
        Path files = Files.createDirectories(directory);
        char[] password = PASSWORD.toCharArray();
        this.server = parties.server().writePkcs12(files, "server", password);
        this.clientAuthorities = parties.authority().writeTrustStore(files, "client-authorities", password);
        this.authorities = parties.authority().writePemCertificates(files, "authorities");
    }
}
