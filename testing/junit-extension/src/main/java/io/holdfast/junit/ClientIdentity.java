package io.holdfast.junit;

import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A registered client with its key and certificate, through their renewals, and the files that hold them. The files are
 * written when they are first asked for. Safe for use by many threads.
 */
final class ClientIdentity {
    private final String id;
    private final ClientRegistration registration;
    private final ClientMembers members;
    private final TestPki pki;
    private final Path directory;
    private final String password;
    private TestIdentity present;
    private @Nullable Path keyStore;
    private @Nullable Path pem;

    /** @param directory for this client's files alone */
    ClientIdentity(ClientRegistration registration, TestPki pki, Path directory, String password) {
        this.id = registration.id();
        this.registration = registration;
        this.pki = pki;
        this.directory = directory;
        this.password = password;
        this.present = registration.newIdentity(pki);
        this.members = registration.membersFor(present);
    }

    String id() {
        return id;
    }

    ClientMembers members() {
        return members;
    }

    synchronized TestIdentity present() {
        return present;
    }

    /** The PKCS#12 file. */
    synchronized Path keyStore() {
        if (keyStore == null) {
            keyStore = writeKeyStore(present);
        }
        return keyStore;
    }

    /** The PEM file of chain and key. */
    synchronized Path pem() {
        if (pem == null) {
            pem = writePem(present);
        }
        return pem;
    }

    /** Another certificate, with another key unless the client is registered by its key. The files have it afterwards. */
    synchronized TestIdentity renew() {
        ClientAuthentication method = members.authentication().orElse(null);
        if (method == ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH) {
            throw new IllegalStateException("Client '" + id + "' is registered with exactly the self-signed certificate"
                    + " that it has, so that another would be refused. Renew a client with a certificate of the"
                    + " authority, or register a second client.");
        }
        TestIdentity next =
                method == ClientAuthentication.PRIVATE_KEY_JWT ? present.renewed() : registration.newIdentity(pki);
        if (keyStore != null) {
            writeKeyStore(next);
        }
        if (pem != null) {
            writePem(next);
        }
        present = next;
        return next;
    }

    private Path writeKeyStore(TestIdentity identity) {
        return identity.writePkcs12(createdDirectory(), id, password.toCharArray());
    }

    private Path writePem(TestIdentity identity) {
        return identity.writePem(createdDirectory(), id);
    }

    private Path createdDirectory() {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
