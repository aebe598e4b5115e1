package io.holdfast.tokenservice;

import static io.holdfast.tokenservice.Parties.accessToken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.FetchLog;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.KeyLifetime;
import io.holdfast.authorizationserver.RefreshTokens;
import io.holdfast.authorizationserver.RemoteJwkSet;
import io.holdfast.authorizationserver.TokenExchange;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.SignatureProvider;
import io.holdfast.token.SignedIntrospectionVerifier;
import io.holdfast.token.TokenRejectedException;
import io.holdfast.token.VerifiedToken;
import io.holdfast.tokenservice.key.SigningAlgorithm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holdfast's own clients and resources against this service: what one end writes the other reads. */
class TwoEndsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    @DisplayName("A-23 A-24 A-39 a resource verifies what is signed with each algorithm, also after a rotation")
    void verifiesJwts(SigningAlgorithm algorithm) throws Exception {
        try (Parties parties = Parties.start(directory, settings -> settings.signingAlgorithm(algorithm));
                AuthorizationServerConnection connection = trusting(parties)) {
            String before = parties.token("server-a", parties.pki.serverA());
            parties.service().rotateSigningKey();
            String after = parties.token("server-a", parties.pki.serverA());
            JwtAccessTokenVerifier verifier = JwtAccessTokenVerifier.of(parties.running.issuer(), List.of("orders-api"))
                    .algorithms(Set.of(SignatureAlgorithm.valueOf(algorithm.name())))
                    .build(keys(parties, connection));

            for (String token : List.of(before, after)) {
                VerifiedToken verified = verifier.verify(token);
                assertThat(verified.claims())
                        .containsEntry("sub", "server-a")
                        .containsEntry(
                                "cnf", Map.of("x5t#S256", parties.pki.serverA().thumbprint()));
            }
        }
    }

    @Test
    @DisplayName("A-36 a resource that verifies JWTs does not take a signed introspection answer for a token")
    void tellsAnswersFromTokens() throws Exception {
        try (Parties parties = Parties.start(directory);
                AuthorizationServerConnection connection = trusting(parties)) {
            JwtAccessTokenVerifier verifier = JwtAccessTokenVerifier.of(parties.running.issuer(), List.of("orders-api"))
                    .build(keys(parties, connection));
            String answer = parties.service().sign("token-introspection+jwt", Map.of("aud", "orders-api"));

            assertThatThrownBy(() -> verifier.verify(answer)).isInstanceOf(TokenRejectedException.class);
        }
    }

    @Test
    @DisplayName("A-34 A-36 a resource introspects, with plain and with signed answers")
    void introspects() throws Exception {
        try (Parties parties = Parties.start(directory);
                AuthorizationServerConnection connection = as(parties, parties.orders)) {
            String token = parties.token("opaque", parties.pki.serverA());
            AuthenticatedClient caller =
                    AuthenticatedClient.byCertificate("orders-api", ClientAuthentication.TLS_CLIENT_AUTH);
            EndpointLocation location = EndpointLocation.at(URI.create(parties.running.mtlsBaseUrl() + "/introspect"));
            SignedIntrospectionVerifier verifier = new SignedIntrospectionVerifier(
                    parties.running.issuer(),
                    List.of("orders-api"),
                    Set.of(SignatureAlgorithm.ES256),
                    keys(parties, connection),
                    Duration.ofSeconds(30),
                    parties.clock,
                    SignatureProvider.platform());

            Map<String, Object> plain = IntrospectionEndpoint.of(connection, location, caller)
                    .build()
                    .introspect(token);
            Map<String, Object> signed = IntrospectionEndpoint.of(connection, location, caller)
                    .signedAnswers(verifier)
                    .build()
                    .introspect(token);

            assertThat(plain)
                    .containsEntry("active", true)
                    .containsEntry(
                            "cnf", Map.of("x5t#S256", parties.pki.serverA().thumbprint()));
            assertThat(signed).isEqualTo(plain);
        }
    }

    @Test
    @DisplayName(
            "A-37 A-38 a key ring finds the token endpoint by the metadata and gets a token bound to its certificate")
    void getsATokenByItsMetadata() throws Exception {
        try (Parties parties = Parties.start(directory);
                KeyRing ring = ring(parties, "server-a", parties.pki.serverA())) {
            String token = ring.token(TokenRequest.clientCredentials(List.of("orders:read"), List.of(Parties.ORDERS)))
                    .accessToken();

            assertThat(IssuedToken.of(token).thumbprint())
                    .isEqualTo(parties.pki.serverA().thumbprint());
        }
    }

    @Test
    @DisplayName("A-31 a key ring exchanges the token that it was sent")
    void exchanges() throws Exception {
        try (Parties parties = Parties.start(directory);
                KeyRing ring = ring(parties, "orders-api", parties.orders)) {
            String users = accessToken(parties.redeem(parties.pki.partnerB(), "web", parties.code("web", "read")));
            TokenRequest request = TokenRequest.exchange(users, TokenExchange.ACCESS_TOKEN)
                    .resources(Parties.INVOICES)
                    .build();

            IssuedToken exchanged = IssuedToken.of(ring.token(request).accessToken());

            assertThat(exchanged.thumbprint()).isEqualTo(parties.orders.thumbprint());
            assertThat(exchanged.claims()).containsEntry("sub", "alice").containsEntry("aud", Parties.INVOICES);
        }
    }

    @Test
    @DisplayName("A-22 a key ring refreshes with the refresh token that its application keeps")
    void refreshes() throws Exception {
        try (Parties parties = Parties.start(directory);
                KeyRing ring = ring(parties, "web", parties.pki.partnerB())) {
            AtomicReference<String> kept = new AtomicReference<>(
                    Parties.refreshToken(parties.redeem(parties.pki.partnerB(), "web", parties.code("web"))));
            RefreshTokens store = new RefreshTokens() {
                @Override
                public Optional<String> current() {
                    return Optional.of(kept.get());
                }

                @Override
                public void replaced(String refreshToken) {
                    kept.set(refreshToken);
                }
            };

            String token = ring.token(TokenRequest.refreshed(store, List.of(), List.of()))
                    .accessToken();

            assertThat(IssuedToken.of(token).claims()).containsEntry("sub", "alice");
        }
    }

    private static KeyRing ring(Parties parties, String clientId, TestIdentity identity) throws Exception {
        KeyMaterial keys = KeyMaterial.of(identity.privateKey(), identity.chain());
        return KeyRing.builder()
                .keyStore(() -> keys)
                .trust(trusted(parties))
                .issuer(parties.running.issuer())
                .clientId(clientId)
                .allowedOrigins(Parties.ORDERS)
                .keyStoreCheckInterval(Duration.ZERO)
                .build();
    }

    private static RemoteJwkSet keys(Parties parties, AuthorizationServerConnection connection) {
        return new RemoteJwkSet(
                EndpointLocation.at(URI.create(parties.running.issuer() + "/jwks")),
                connection,
                EnumSet.allOf(SignatureAlgorithm.class),
                KeyLifetime.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(30)),
                System::nanoTime,
                (delay, work) -> {
                    if (delay.isZero()) {
                        work.run(); // what a request waits for, and no refresh
                    }
                },
                Duration.ofSeconds(5),
                FetchLog.of("the authorization server", failure -> ""));
    }

    private static AuthorizationServerConnection trusting(Parties parties) {
        return AuthorizationServerConnection.builder().trust(trusted(parties)).build();
    }

    private static AuthorizationServerConnection as(Parties parties, TestIdentity identity) throws Exception {
        return AuthorizationServerConnection.builder()
                .credentials(CredentialGeneration.of(
                        KeyMaterial.of(identity.privateKey(), identity.chain()), trusted(parties)))
                .build();
    }

    private static TrustedCertificates trusted(Parties parties) {
        return TrustedCertificates.of(List.of(parties.pki.authority().certificate()));
    }
}
