package io.holdfast.testkit;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.keystore.TrustedCertificates;
import java.net.URI;
import java.nio.file.Path;

/**
 * A program that prints the document at an address, fetched as a door fetches keys. Its arguments are the address and
 * the file of trusted certificates. It uses only types that keep their names in a jar with everything inside.
 */
public final class DocumentFetch {

    private DocumentFetch() {}

    public static void main(String[] arguments) throws Exception {
        TrustedCertificates trust = TrustedCertificates.load(Path.of(arguments[1]), null, null);
        try (AuthorizationServerConnection connection =
                AuthorizationServerConnection.builder().trust(trust).build()) {
            System.out.println(connection.get(URI.create(arguments[0])));
        }
    }
}
