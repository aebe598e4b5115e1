package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.authorizationserver.DiscoveredEndpoint;
import io.holdfast.authorizationserver.EndpointLocation;
import io.holdfast.authorizationserver.IntrospectionEndpoint;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.config.ClientSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.SettingsException;
import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreFile;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PemKeyStore;
import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.token.CachingAccessTokenVerifier;
import io.holdfast.token.IntrospectedAccessTokenVerifier;
import io.holdfast.token.JwkSetSource;
import io.holdfast.token.SignatureProvider;
import io.holdfast.token.SignedIntrospectionVerifier;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together that an issuer needs whose tokens are introspected, as its settings say. */
final class IntrospectionAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    /** The time before the expiry of the client's certificate from which a warning is logged. */
    private static final Duration SOON = Duration.ofDays(30);

    private static final int LONGEST_SECRET = 4096;

    private final IssuerSettings issuer;
    private final IntrospectionSettings settings;
    private final @Nullable KeyMaterial key;
    private final SignatureProvider signatures;
    private final Clock clock;
    private final LongSupplier ticker;
    private final AuthenticatedClient client;

    /**
     * Reads the client's proof: the key store, or the file of the secret.
     *
     * @throws SettingsException if it cannot be used
     */
    IntrospectionAssembly(
            IssuerSettings issuer,
            IntrospectionSettings settings,
            SignatureProvider signatures,
            Clock clock,
            LongSupplier ticker)
            throws SettingsException {
        this.signatures = signatures;
        this.issuer = issuer;
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
        this.key = key(issuer, settings.client());
        this.client = client(issuer, settings.client(), key, clock);
        warnOfTheEnd(key);
        warnOfLogs();
    }

    private void warnOfTheEnd(@Nullable KeyMaterial material) {
        if (material == null) {
            return;
        }
        Instant end = material.certificate().getNotAfter().toInstant();
        if (end.isBefore(clock.instant().plus(SOON))) {
            LOG.warn(
                    "The client certificate {} for introspection at {} is valid until {}. Renew it: the key store is read"
                            + " at the start only, so restart the application then.",
                    material.certificate().getSubjectX500Principal(),
                    issuer.issuer(),
                    end);
        }
    }

    /** The HTTP client's own log of a call holds the token, and the secret if there is one. */
    private static void warnOfLogs() {
        for (String name : new String[] {"org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers"}) {
            if (LoggerFactory.getLogger(name).isDebugEnabled()) {
                LOG.warn("The logger {} writes access tokens and client secrets at DEBUG. Set it to INFO.", name);
            }
        }
    }

    private static @Nullable KeyMaterial key(IssuerSettings issuer, ClientSettings client) throws SettingsException {
        Path file = client.keyStore().orElse(null);
        if (file == null) {
            return null;
        }
        try {
            return keyStore(file, client).load();
        } catch (KeyMaterialException e) {
            throw StartProblems.unusableFile(
                    issuer.settingName(ResourceSetting.KEY_STORE), file, String.valueOf(e.getMessage()));
        }
    }

    private static KeyStoreSource keyStore(Path file, ClientSettings client) {
        char[] password = client.keyStorePassword();
        String type = client.keyStoreType().orElse(null);
        if ("PEM".equals(type)) {
            PemKeyStore.Builder pem = PemKeyStore.at(file);
            return (password.length == 0 ? pem : pem.keyPassword(password)).build();
        }
        KeyStoreFile.Builder store = KeyStoreFile.at(file).password(password);
        return (type == null ? store : store.type(type)).build();
    }

    /** Offers the certificate where it is the proof, and nowhere else. */
    AuthorizationServerConnection.Builder connection(TrustedCertificates trusted) {
        AuthorizationServerConnection.Builder connection =
                AuthorizationServerConnection.builder().keepAlive();
        return key != null && settings.client().authentication().isMutualTls()
                ? connection.credentials(CredentialGeneration.of(key, trusted))
                : connection.trust(trusted);
    }

    /**
     * The client of the issuer's introspection endpoint.
     *
     * @param location the endpoint's location
     * @param keys the issuer's keys, needed where answers are signed
     */
    IntrospectionEndpoint endpoint(
            AuthorizationServerConnection connection, EndpointLocation location, @Nullable JwkSetSource keys) {
        IntrospectionEndpoint.Builder endpoint = IntrospectionEndpoint.of(connection, location, client)
                .rest(issuer.retryAfter())
                .ticker(ticker);
        if (settings.signed()) {
            endpoint.signedAnswers(signed(Objects.requireNonNull(keys)));
        }
        return endpoint.build();
    }

    /** The verifier, which asks there. */
    CachingAccessTokenVerifier verifier(int maxTokenLength, IntrospectionEndpoint endpoint) {
        IntrospectedAccessTokenVerifier.Builder verifier = IntrospectedAccessTokenVerifier.of(
                        issuer.issuer(), issuer.audience())
                .profile(issuer.profile())
                .clockSkew(issuer.clockSkew())
                .lifetimeWithoutExp(settings.cache())
                .maxTokenLength(maxTokenLength)
                .clock(clock);
        if (issuer.optionalClaims().contains("aud")) {
            verifier.allowMissingAudience();
        }
        return CachingAccessTokenVerifier.before(verifier.build(endpoint))
                .lifetime(settings.cache())
                .rejectionLifetime(settings.negativeCache())
                .size(settings.cacheSize())
                .longestWait(issuer.connection().responseTimeout())
                .clock(clock)
                .ticker(ticker)
                .build();
    }

    /** The introspection endpoint's location: a fixed address, or one that the issuer's metadata name. */
    EndpointLocation location(AuthorizationServerConnection connection) {
        URI configured = settings.endpoint().orElse(null);
        if (configured != null) {
            return () -> configured;
        }
        return DiscoveredEndpoint.ofIntrospection(
                issuer.issuer(),
                new MetadataDiscovery(connection),
                settings.client().authentication(),
                ticker);
    }

    private static AuthenticatedClient client(
            IssuerSettings issuer, ClientSettings client, @Nullable KeyMaterial key, Clock clock)
            throws SettingsException {
        if (client.authentication().isBySecret()) {
            return AuthenticatedClient.bySecret(client.clientId(), client.authentication(), secret(issuer, client));
        }
        if (client.authentication() == ClientAuthentication.PRIVATE_KEY_JWT && key != null) {
            return byAssertion(issuer, client, key, clock);
        }
        return AuthenticatedClient.byCertificate(client.clientId(), client.authentication());
    }

    /** The secret from the descriptor, or from its own file, where the line end is not part of it. */
    private static String secret(IssuerSettings issuer, ClientSettings client) throws SettingsException {
        Path file = client.secretFile().orElse(null);
        if (file == null) {
            return client.secret().orElse("");
        }
        String problem = "It must hold the secret and nothing else: one line of at most " + LONGEST_SECRET + " bytes.";
        try {
            ByteBuffer content = ByteBuffer.wrap(SmallFile.read(file, LONGEST_SECRET));
            String text = StandardCharsets.UTF_8.newDecoder().decode(content).toString();
            String secret = text.replaceFirst("\\r?\\n\\z", "");
            if (!secret.isEmpty() && secret.chars().noneMatch(Character::isISOControl)) {
                return secret;
            }
        } catch (UnreadableFileException e) {
            problem = String.valueOf(e.getMessage());
        } catch (CharacterCodingException e) {
            problem = "It is not UTF-8.";
        }
        throw StartProblems.unusableFile(issuer.settingName(ResourceSetting.CLIENT_SECRET_FILE), file, problem);
    }

    private static AuthenticatedClient byAssertion(
            IssuerSettings issuer, ClientSettings client, KeyMaterial material, Clock clock) throws SettingsException {
        try {
            return AuthenticatedClient.byAssertion(
                    client.clientId(), issuer.issuer(), material, client.assertionAlgorithm(), clock);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Collections.singleton("The setting '"
                    + issuer.settingName(ResourceSetting.CLIENT_AUTHENTICATION)
                    + "' = 'private_key_jwt' cannot be used. "
                    + e.getMessage()));
        }
    }

    private SignedIntrospectionVerifier signed(JwkSetSource keys) {
        List<String> ourNames = new ArrayList<>(issuer.audience());
        ourNames.add(0, settings.client().clientId());
        return new SignedIntrospectionVerifier(
                issuer.issuer(), ourNames, issuer.algorithms(), keys, issuer.clockSkew(), clock, signatures);
    }
}
