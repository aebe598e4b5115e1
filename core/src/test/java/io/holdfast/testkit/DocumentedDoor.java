package io.holdfast.testkit;

import java.nio.file.Path;
import java.util.Map;

/** Documented lines that set up a door, with the addresses and files of a test in the place of the shown ones. */
public final class DocumentedDoor {
    private static final String TOMCAT = "docs/protect-a-tomcat.md";

    private DocumentedDoor() {}

    /**
     * Filter or valve with the least settings.
     *
     * @param authorities a PEM file of who issued the certificate of the authorization server
     */
    public static String guard(String document, String snippet, String issuer, Path authorities) {
        return DocumentedSnippet.read(document, snippet, here(issuer, authorities));
    }

    /** Lines that were read already, in the same way. */
    public static String inPlace(String lines, String issuer, Path authorities) {
        return DocumentedSnippet.replaced(lines, here(issuer, authorities));
    }

    private static Map<String, String> here(String issuer, Path authorities) {
        return Map.of(
                "https://login.example.com",
                issuer,
                "https://api.example.com",
                TestTokens.AUDIENCE,
                "/etc/holdfast/authorities.pem",
                authorities.toString());
    }

    /** A valve of the page about Tomcat. */
    public static String valve(String snippet, String issuer, Path authorities) {
        return guard(TOMCAT, snippet, issuer, authorities);
    }

    /** The connector of the page about Tomcat, which asks for certificates of these authorities. */
    public static String connector(int port, Path server, Path clientAuthorities) {
        return DocumentedSnippet.read(
                TOMCAT,
                "server.xml",
                Map.of(
                        "port=\"8443\"",
                        loopback(port),
                        "/etc/holdfast/server.p12",
                        server.toString(),
                        "/etc/holdfast/client-authorities.p12",
                        clientAuthorities.toString()));
    }

    /** The connector of the page about Tomcat for clients with any certificate. */
    public static String connectorForAnyClient(int port, Path server) {
        return DocumentedSnippet.read(
                TOMCAT,
                "any-client-server.xml",
                Map.of("port=\"8443\"", loopback(port), "/etc/holdfast/server.p12", server.toString()));
    }

    private static String loopback(int port) {
        return "port=\"" + port + "\" address=\"127.0.0.1\"";
    }
}
