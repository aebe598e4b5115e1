package io.holdfast.demo.parties;

import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.TrustedCertificates;
import java.io.Closeable;
import java.io.IOException;

/** All parties. Server A can be started anew, but only by the scene being played. */
final class Cast implements Closeable {
    /** Server A under another client id, registered for tokens that live one second. */
    private static final String BRIEF = "server-a-brief";

    static final String A = "server-a";
    static final String B = "server-b";

    private final PartyFiles files;
    private final TrustedCertificates trusted;
    private final ApiAddresses addresses;
    private final Partner serverB;
    private final Stranger thief;
    private final Stranger nobody;
    private volatile Partner serverA;

    private Cast(
            PartyFiles files,
            TrustedCertificates trusted,
            ApiAddresses addresses,
            Partner serverA,
            Partner serverB,
            Stranger thief) {
        this.files = files;
        this.trusted = trusted;
        this.addresses = addresses;
        this.serverA = serverA;
        this.serverB = serverB;
        this.thief = thief;
        this.nobody = new Stranger(trusted.sslContext());
    }

    /**
     * Loads the key stores.
     *
     * @throws KeyMaterialException if one of them cannot be used
     */
    static Cast assemble(PartyFiles files, TrustedCertificates trusted, ApiAddresses addresses)
            throws KeyMaterialException {
        CredentialGeneration thief = CredentialGeneration.of(
                KeyStoreFile.at(files.path(PartyFiles.THIEF))
                        .password(PartyFiles.password())
                        .build()
                        .load(),
                trusted);
        return new Cast(
                files,
                trusted,
                addresses,
                Partner.open(A, files.path(PartyFiles.SERVER_A), trusted, addresses),
                Partner.open(B, files.path(PartyFiles.SERVER_B), trusted, addresses),
                new Stranger(thief.sslContext()));
    }

    ApiAddresses addresses() {
        return addresses;
    }

    PartyFiles files() {
        return files;
    }

    Partner serverA() {
        return serverA;
    }

    Partner serverB() {
        return serverB;
    }

    Stranger thief() {
        return thief;
    }

    /** The caller without a certificate. */
    Stranger nobody() {
        return nobody;
    }

    /** Makes another Server A, as if just started: without a token. The caller closes it. */
    Partner anotherServerA() throws KeyMaterialException {
        return Partner.open(A, files.path(PartyFiles.SERVER_A), trusted, addresses);
    }

    /** Makes another Server A with tokens that live one second. */
    Partner briefServerA() throws KeyMaterialException {
        return Partner.open(BRIEF, files.path(PartyFiles.SERVER_A), trusted, addresses);
    }

    /** Starts Server A anew, so that it fetches its next token. */
    void restartServerA() throws KeyMaterialException, IOException {
        Partner before = serverA;
        serverA = anotherServerA();
        before.close();
    }

    @Override
    public void close() throws IOException {
        serverA.close();
        serverB.close();
    }
}
