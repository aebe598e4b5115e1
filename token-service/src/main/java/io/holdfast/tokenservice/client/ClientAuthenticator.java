package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.INVALID_REQUEST;

import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which registered client a request comes from (RFC 6749 §2.3, RFC 8705 §2). Safe for use by many threads. */
public final class ClientAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAuthenticator.class);

    private final Registrations registrations;

    /** Knows these clients and no others. */
    public ClientAuthenticator(Registrations registrations) {
        this.registrations = registrations;
    }

    /**
     * The client that this request has proven to come from.
     *
     * @throws OAuthErrorException {@code invalid_client} if it has not, {@code invalid_request} if it is malformed
     */
    public AuthenticatedClient authenticate(FormParameters form, HttpRequest request) throws OAuthErrorException {
        refuseOtherMethods(form, request.headers("Authorization").size());
        List<X509Certificate> chain = request.clientCertificates();
        String id = form.value("client_id")
                .orElseThrow(() -> new OAuthErrorException(
                        INVALID_REQUEST, "client_id is missing; a client is never guessed from its certificate"));
        // Not in the log when unknown: it would be text of the caller's choice.
        RegisteredClient client =
                registrations.client(id).orElseThrow(() -> unproven("a client that is not registered"));
        if (client.credential() instanceof ProvisionalCredential) {
            String secret = ((ProvisionalCredential) client.credential()).secret;
            if (secret != null && !secret.equals(form.value("client_secret").orElse(""))) {
                throw unproven("client '" + client.id() + "', whose secret is another");
            }
            return new AuthenticatedClient(client, chain.isEmpty() ? null : chain.get(0));
        }
        if (form.has("client_secret")) {
            throw unproven("a client that came with a secret");
        }
        if (chain.isEmpty()) {
            throw unproven("client '" + client.id() + "', which presented no certificate");
        }
        Optional<String> objection = client.credential().objectionTo(chain);
        if (objection.isPresent()) {
            throw unproven("client '" + client.id() + "': " + objection.get());
        }
        return new AuthenticatedClient(client, chain.get(0));
    }

    /** Secrets and assertions are nobody's method here, and two methods at once are no method (RFC 6749 §2.3). */
    private static void refuseOtherMethods(FormParameters form, int authorizationHeaders) throws OAuthErrorException {
        int secret = form.has("client_secret") ? 1 : 0;
        int assertion = form.has("client_assertion") || form.has("client_assertion_type") ? 1 : 0;
        int methods = authorizationHeaders + secret + assertion;
        if (methods > 1) {
            throw new OAuthErrorException(INVALID_REQUEST, "More than one client authentication method was used");
        }
        if (methods == 1 && secret == 0) {
            throw unproven("a client that came with a secret or an assertion");
        }
    }

    /** Clients learn only that they were not recognised; why stands in the log. */
    private static OAuthErrorException unproven(String who) {
        LOG.info("Refused {}", who);
        return new OAuthErrorException(
                INVALID_CLIENT, "The client is unknown or did not prove its identity with its registered certificate");
    }
}
