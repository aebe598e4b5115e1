package io.holdfast.field;

import io.holdfast.testkit.DocumentedSnippet;
import java.util.HashMap;
import java.util.Map;

/** The lines of {@code docs/where-it-runs.md} that make a server ask for a client certificate, for a site. */
final class DocumentedServer {
    private static final String PAGE = "docs/where-it-runs.md";

    private DocumentedServer() {}

    static String lines(String snippet) {
        return DocumentedSnippet.read(PAGE, snippet);
    }

    /**
     * The lines of a snippet that names both key stores.
     *
     * @param here what else is another here than in the page
     */
    static String lines(String snippet, Site site, Map<String, String> here) {
        Map<String, String> all = new HashMap<>(here);
        all.put("/etc/holdfast/server.p12", site.pki.server.toString());
        all.put("/etc/holdfast/client-authorities.p12", site.pki.clientAuthorities.toString());
        return DocumentedSnippet.read(PAGE, snippet, all);
    }
}
