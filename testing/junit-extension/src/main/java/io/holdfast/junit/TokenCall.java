package io.holdfast.junit;

import io.holdfast.authorizationserver.AssertionProfile;
import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.TokenEndpoint;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testpki.TestIdentity;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;

/** One call of the token endpoint by a registered client, over mutual TLS with its present certificate. Immutable. */
final class TokenCall {
    /** Long, because test machines can be busy with other tests. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String issuer;
    private final URI endpoint;
    private final X509Certificate authority;
    private final ClientIdentity client;

    TokenCall(String issuer, URI endpoint, X509Certificate authority, ClientIdentity client) {
        this.issuer = issuer;
        this.endpoint = endpoint;
        this.authority = authority;
        this.client = client;
    }

    TokenResponse request(TokenRequest request) throws TokenErrorException, AuthorizationServerException {
        KeyMaterial keys = keys(client.present());
        CredentialGeneration credentials =
                CredentialGeneration.of(keys, TrustedCertificates.of(Collections.singleton(authority)));
        try (AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                .credentials(credentials)
                .connectTimeout(PATIENCE)
                .responseTimeout(PATIENCE)
                .totalTimeout(PATIENCE)
                .build()) {
            return new TokenEndpoint(connection, EndpointLocation.at(endpoint), authenticated(keys)).request(request);
        }
    }

    private static KeyMaterial keys(TestIdentity identity) {
        try {
            return KeyMaterial.of(identity.privateKey(), identity.chain());
        } catch (KeyMaterialException e) {
            throw new IllegalStateException("The client cannot use its certificate: " + e.getMessage(), e);
        }
    }

    private AuthenticatedClient authenticated(KeyMaterial keys) {
        ClientMembers members = client.members();
        ClientAuthentication method = members.authentication()
                .orElseThrow(() -> new IllegalStateException("Client '" + client.id()
                        + "' does not authenticate, so that it gets no token by its own credentials; mint one with"
                        + " token(\"" + client.id() + "\"), or register the client with another"
                        + " token_endpoint_auth_method"));
        if (method.isMutualTls()) {
            return AuthenticatedClient.byCertificate(client.id(), method);
        }
        return method.isBySecret()
                ? AuthenticatedClient.bySecret(client.id(), method, members.secret())
                : AuthenticatedClient.byAssertion(client.id(), issuer, keys, AssertionProfile.USUAL, Clock.systemUTC());
    }
}
