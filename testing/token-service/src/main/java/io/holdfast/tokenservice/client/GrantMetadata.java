package io.holdfast.tokenservice.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;

/** Reads which grants a client of the registrations file may use, and where its authorization codes go. */
final class GrantMetadata {
    static final String GRANT_TYPES = "grant_types";
    static final String REDIRECT_URIS = "redirect_uris";

    private final Members members;

    GrantMetadata(Members members) {
        this.members = members;
    }

    /** The grants; left out, {@code client_credentials} alone. */
    Set<String> grantTypes(boolean isPublic) {
        if (!members.has(GRANT_TYPES)) {
            if (isPublic) {
                members.problem(
                        GRANT_TYPES,
                        "is missing, which means client_credentials, and a public client has none; write"
                                + " [\"authorization_code\"]");
            }
            return Collections.singleton(GrantTypes.CLIENT_CREDENTIALS);
        }
        Set<String> grants = members.texts(GRANT_TYPES, "write [\"client_credentials\"] or leave it out");
        for (String grant : grants) {
            if (!GrantTypes.OFFERED.contains(grant)) {
                problem(grant, "is not offered; use one of " + String.join(", ", GrantTypes.OFFERED));
            }
            if (isPublic && (grant.equals(GrantTypes.CLIENT_CREDENTIALS) || grant.equals(GrantTypes.TOKEN_EXCHANGE))) {
                problem(grant, "is not for a public client, as anybody can name it; give it another method");
            }
        }
        if (grants.contains(GrantTypes.REFRESH_TOKEN)
                && !grants.contains(GrantTypes.AUTHORIZATION_CODE)
                && !grants.contains(GrantTypes.TOKEN_EXCHANGE)) {
            problem(
                    GrantTypes.REFRESH_TOKEN,
                    "is of no use without a grant that gives one; add authorization_code or remove it");
        }
        return grants;
    }

    private void problem(String grant, String whatAndRemedy) {
        members.problem(GRANT_TYPES, "'" + grant + "' " + whatAndRemedy);
    }

    /** Where the client may be sent authorization codes. */
    Set<String> redirectUris(Set<String> grants) {
        boolean needed = grants.contains(GrantTypes.AUTHORIZATION_CODE);
        Set<String> uris = members.texts(REDIRECT_URIS, "write [\"https://client.example/callback\"]");
        if (needed && uris.isEmpty()) {
            members.problem(
                    REDIRECT_URIS,
                    "names none, and authorization_code needs one; write [\"https://client.example/callback\"]");
        }
        if (!needed && members.has(REDIRECT_URIS)) {
            members.problem(REDIRECT_URIS, "is used with the grant authorization_code only; add that or remove it");
        }
        for (String uri : uris) {
            if (!isRedirectUri(uri)) {
                members.problem(
                        REDIRECT_URIS,
                        "'" + uri + "' is not an absolute URI without a fragment and with https, or http on"
                                + " 127.0.0.1, [::1] or localhost; write such a one");
            }
        }
        return uris;
    }

    /** RFC 6749 §3.1.2; http goes to the client's own machine alone (RFC 8252 §7.3). */
    private static boolean isRedirectUri(String text) {
        try {
            URI uri = new URI(text);
            String host = uri.getHost();
            if (host == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
                return false;
            }
            boolean loopback = Arrays.asList("127.0.0.1", "[::1]", "localhost").contains(host);
            return "https".equalsIgnoreCase(uri.getScheme()) || (loopback && "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
