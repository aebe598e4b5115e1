package io.holdfast.demo.tokenservice;

import static io.holdfast.demo.tokenservice.OAuthError.INVALID_CLIENT;
import static io.holdfast.demo.tokenservice.OAuthError.INVALID_REQUEST;
import static io.holdfast.demo.tokenservice.OAuthError.INVALID_SCOPE;
import static io.holdfast.demo.tokenservice.OAuthError.INVALID_TARGET;
import static io.holdfast.demo.tokenservice.OAuthError.UNAUTHORIZED_CLIENT;
import static io.holdfast.demo.tokenservice.OAuthError.UNSUPPORTED_GRANT_TYPE;

import io.holdfast.token.TokenDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token endpoint without HTTP: who is it, what may it have, here it is (RFC 6749 §4.4, RFC 8705 §2). Client
 * credentials are the only grant; there is no password and no implicit one. Safe for use by many threads.
 */
final class TokenEndpoint {
    static final String CLIENT_CREDENTIALS = "client_credentials";

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

    private final ClientRegistrations clients;
    private final AccessTokenMint mint;
    private final List<String> resources;

    /** @param resources the audiences that may be asked for; the first is the default */
    TokenEndpoint(ClientRegistrations clients, AccessTokenMint mint, List<String> resources) {
        this.clients = clients;
        this.mint = mint;
        this.resources = resources;
    }

    /**
     * Answers one request.
     *
     * @param chain the certificates of the handshake of this request; empty if there were none
     * @param authorizationHeaders how many Authorization field lines came
     * @return the members of the success answer (RFC 6749 §5.1)
     */
    Map<String, Object> answer(FormParameters form, List<X509Certificate> chain, int authorizationHeaders)
            throws TokenRequestRefusedException {
        RegisteredClient client = authenticate(form, chain, authorizationHeaders);
        requireGrant(form, client);
        Collection<String> scopes = grantedScopes(form, client);
        List<String> audience = audience(form);

        String token = mint.mint(client, chain.get(0), scopes, audience);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", token);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", mint.lifetimeSeconds());
        if (!scopes.isEmpty()) {
            answer.put("scope", String.join(" ", scopes));
        }
        LOG.info("Issued token {} to client '{}' for {}", TokenDigest.of(token), client.id(), audience);
        return answer;
    }

    private RegisteredClient authenticate(FormParameters form, List<X509Certificate> chain, int authorizationHeaders)
            throws TokenRequestRefusedException {
        refuseOtherMethods(form, authorizationHeaders);
        String id = form.value("client_id")
                .orElseThrow(() -> new TokenRequestRefusedException(
                        INVALID_REQUEST, "client_id is missing; a client is never guessed from its certificate"));
        // Not in the log when unknown: it would be text of the caller's choice.
        RegisteredClient client = clients.client(id).orElseThrow(() -> unproven("a client that is not registered"));
        if (chain.isEmpty()) {
            throw unproven("client '" + client.id() + "', which presented no certificate");
        }
        Optional<String> objection = client.credential().objectionTo(chain);
        if (objection.isPresent()) {
            throw unproven("client '" + client.id() + "': " + objection.get());
        }
        return client;
    }

    /** Secrets and assertions are nobody's method here, and two methods at once are no method (RFC 6749 §2.3). */
    private static void refuseOtherMethods(FormParameters form, int authorizationHeaders)
            throws TokenRequestRefusedException {
        int secret = form.has("client_secret") ? 1 : 0;
        int assertion = form.has("client_assertion") || form.has("client_assertion_type") ? 1 : 0;
        int methods = authorizationHeaders + secret + assertion;
        if (methods > 1) {
            throw new TokenRequestRefusedException(
                    INVALID_REQUEST, "More than one client authentication method was used");
        }
        if (methods == 1) {
            throw unproven("a client that came with a secret or an assertion");
        }
    }

    /** Clients learn only that they were not recognised; why stands in the log. */
    private static TokenRequestRefusedException unproven(String who) {
        LOG.info("Refused a token to {}", who);
        return new TokenRequestRefusedException(
                INVALID_CLIENT, "The client is unknown or did not prove its identity with its registered certificate");
    }

    private static void requireGrant(FormParameters form, RegisteredClient client) throws TokenRequestRefusedException {
        String grant = form.value("grant_type")
                .orElseThrow(() -> new TokenRequestRefusedException(INVALID_REQUEST, "grant_type is missing"));
        if (!grant.equals(CLIENT_CREDENTIALS)) {
            throw new TokenRequestRefusedException(UNSUPPORTED_GRANT_TYPE, "The only grant_type is client_credentials");
        }
        if (!client.mayUseClientCredentials()) {
            throw new TokenRequestRefusedException(
                    UNAUTHORIZED_CLIENT, "This client is not registered for client_credentials");
        }
    }

    private static Collection<String> grantedScopes(FormParameters form, RegisteredClient client)
            throws TokenRequestRefusedException {
        Optional<String> requested = form.value("scope");
        if (!requested.isPresent()) {
            return client.scopes();
        }
        Collection<String> scopes =
                new LinkedHashSet<>(Arrays.asList(requested.get().split(" ", -1)));
        if (!client.scopes().containsAll(scopes)) {
            throw new TokenRequestRefusedException(
                    INVALID_SCOPE, "The scope is malformed or more than this client is registered for");
        }
        return scopes;
    }

    private List<String> audience(FormParameters form) throws TokenRequestRefusedException {
        List<String> requested = form.resources();
        if (requested.isEmpty()) {
            return Collections.singletonList(resources.get(0));
        }
        if (!resources.containsAll(requested)) {
            throw new TokenRequestRefusedException(
                    INVALID_TARGET, "A resource is unknown here; send one exactly as it is configured");
        }
        return Collections.unmodifiableList(new ArrayList<>(new LinkedHashSet<>(requested)));
    }
}
