package io.holdfast.tokenservice.client;

import static io.holdfast.tokenservice.http.OAuthError.INVALID_CLIENT;
import static io.holdfast.tokenservice.http.OAuthError.TEMPORARILY_UNAVAILABLE;

import io.holdfast.authorizationserver.DocumentSource;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.token.VerificationUnavailableException;
import io.holdfast.tokenservice.http.FormParameters;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which registered client a request comes from (RFC 6749 §2.3, RFC 8705 §2). Each client has one method, which
 * alone counts; a certificate beside another method proves nothing of the client, but its tokens can be bound to it. Safe
 * for use by many threads.
 */
public final class ClientAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(ClientAuthenticator.class);

    private final Registrations registrations;
    private final CredentialChecks checks;

    private ClientAuthenticator(Builder builder) {
        this.registrations = builder.registrations;
        this.checks = new CredentialChecks(
                new ClientAssertions(builder.assertionAudiences, builder.clock), builder.documents, builder.clock);
    }

    /** Starts with the clients that are known; there are no others. */
    public static Builder of(Registrations registrations) {
        return new Builder(registrations);
    }

    /** The {@code alg} values that an assertion may be signed with, on this Java. */
    public static List<String> assertionAlgorithms() {
        return ClientAssertions.algorithms();
    }

    /**
     * The client that this request has proven to come from.
     *
     * @throws OAuthErrorException {@code invalid_client} if it has not, {@code invalid_request} if it is malformed or
     *     uses two methods, {@code temporarily_unavailable} if that cannot be known now
     */
    public AuthenticatedClient authenticate(FormParameters form, HttpRequest request) throws OAuthErrorException {
        try {
            PresentedCredential presented = PresentedCredential.in(form, request);
            RegisteredClient client = proven(presented);
            List<X509Certificate> chain = presented.chain();
            return new AuthenticatedClient(client, chain.isEmpty() ? null : chain.get(0));
        } catch (RefusedClientException e) {
            LOG.info("Refused {}", e.getMessage());
            // Clients learn only that they were not recognised; why stands in the log.
            throw new OAuthErrorException(
                    INVALID_CLIENT, "The client is unknown or did not prove its identity in the way it is registered");
        } catch (VerificationUnavailableException e) {
            LOG.warn("A client could not be authenticated. {}", e.getMessage());
            throw new OAuthErrorException(
                    TEMPORARILY_UNAVAILABLE, "Whether the client is the registered one cannot be known now; try later");
        }
    }

    private RegisteredClient proven(PresentedCredential presented)
            throws RefusedClientException, VerificationUnavailableException {
        // Not in the log when unknown: it would be text of the caller's choice.
        RegisteredClient client = registrations
                .client(presented.clientId())
                .orElseThrow(() -> new RefusedClientException("a client that is not registered"));
        ClientCredential credential = client.credential();
        if (!presented.uses(credential.method())) {
            throw new RefusedClientException("client '" + client.id() + "': it is registered for " + credential.method()
                    + " and came with " + presented.description());
        }
        Optional<String> objection = credential.objectionTo(presented, checks);
        if (objection.isPresent()) {
            throw new RefusedClientException("client '" + client.id() + "': " + objection.get());
        }
        return client;
    }

    /** Collects what an authenticator needs to know. Not for use by several threads. */
    public static final class Builder {
        private final Registrations registrations;
        private Collection<String> assertionAudiences = Collections.emptyList();
        private DocumentSource documents = new ClientKeyDocuments(null);
        private Clock clock = Clock.systemUTC();

        private Builder(Registrations registrations) {
            this.registrations = registrations;
        }

        /**
         * The audiences that assertions may name: the issuer, and the URLs of the endpoints that authenticate clients
         * (RFC 7523 §3, item 3). None unless set, and then no {@code private_key_jwt} client is recognised.
         */
        public Builder assertionAudiences(Collection<String> names) {
            this.assertionAudiences = new ArrayList<>(names);
            return this;
        }

        /** Whom to trust when a {@code jwks_uri} is fetched. The platform's certificates unless set. */
        public Builder keyTrust(TrustedCertificates trusted) {
            return documents(new ClientKeyDocuments(trusted));
        }

        Builder documents(DocumentSource source) {
            this.documents = source;
            return this;
        }

        /** The clock by which assertions expire and fetched keys grow old. The platform's unless set. */
        public Builder clock(Clock source) {
            this.clock = source;
            return this;
        }

        /** The authenticator. Nothing is fetched yet. */
        public ClientAuthenticator build() {
            return new ClientAuthenticator(this);
        }
    }
}
