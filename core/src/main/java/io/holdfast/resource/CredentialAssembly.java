package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.config.ClientSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.KeyStoreSettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.SettingsException;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.CredentialReloader;
import io.holdfast.keystore.CredentialSource;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PasswordSource;
import io.holdfast.keystore.SecretReloader;
import io.holdfast.keystore.TrustReloader;
import io.holdfast.keystore.TrustSource;
import io.holdfast.keystore.TrustedCertificates;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the files of a door's proof towards an issuer and of its trust, and has them followed. */
final class CredentialAssembly {
    private final IssuerSettings issuer;
    private final @Nullable ClientSettings settings;
    private final Clock clock;
    private final String of;
    private final StartProblems problems = new StartProblems();

    /**
     * Reads nothing yet.
     *
     * @param door for the log
     */
    CredentialAssembly(IssuerSettings issuer, String door, Clock clock) {
        this.issuer = issuer;
        this.settings =
                issuer.introspection().map(IntrospectionSettings::client).orElse(null);
        this.clock = clock;
        this.of = " for " + issuer.issuer() + " at " + door;
    }

    /** @throws SettingsException with the problem of every file that cannot be used */
    IssuerCredentials credentials() throws SettingsException {
        TrustSource trust = issuer.connection().trust();
        ClientSettings own = settings;
        KeyStoreSource keys = own == null ? null : own.keyStore().source().orElse(null);
        return own == null || keys == null ? withoutKey(trust, own) : withKey(own, keys, trust);
    }

    private IssuerCredentials withoutKey(TrustSource trust, @Nullable ClientSettings own) throws SettingsException {
        TrustReloader reloader = new TrustReloader(trust, clock);
        Optional<TrustedCertificates> trusted = read(ResourceSetting.TRUST_STORE, trustStore(), reloader::load);
        PasswordSource secret = own == null ? null : own.secretSource().orElse(null);
        if (own == null || secret == null) {
            return trusting(trusted, reloader, trust, null);
        }
        SecretReloader secrets = new SecretReloader(secret, clock);
        String file = own.secretFile().map(Path::toString).orElse("");
        Optional<AuthenticatedClient> client =
                read(ResourceSetting.CLIENT_SECRET_FILE, file, () -> bySecret(own, secrets.load()));
        IssuerCredentials credentials = trusting(trusted, reloader, trust, client.orElse(null));
        if (!secret.files().isEmpty()) {
            credentials.follow(
                    named(ResourceSetting.CLIENT_SECRET_FILE, file) + of,
                    secret.files(),
                    secrets::loadIfChanged,
                    changed -> credentials.use(bySecret(own, changed)));
        }
        return credentials;
    }

    private IssuerCredentials trusting(
            Optional<TrustedCertificates> trusted,
            TrustReloader reloader,
            TrustSource trust,
            @Nullable AuthenticatedClient client)
            throws SettingsException {
        problems.requireNone();
        IssuerCredentials credentials = new IssuerCredentials(
                issuer, false, trusted.orElseThrow(IllegalStateException::new), null, client, clock);
        if (!trust.files().isEmpty()) {
            credentials.follow(
                    named(ResourceSetting.TRUST_STORE, trustStore()) + of,
                    trust.files(),
                    reloader::loadIfChanged,
                    credentials::use);
        }
        return credentials;
    }

    private IssuerCredentials withKey(ClientSettings own, KeyStoreSource keys, TrustSource trust)
            throws SettingsException {
        KeyStoreSettings place = own.keyStore();
        Optional<TrustedCertificates> trusted = read(ResourceSetting.TRUST_STORE, trustStore(), trust::load);
        if (!trusted.isPresent()) {
            read(place.placeSetting(), place.place(), keys::load);
            problems.requireNone();
        }
        CredentialSource source = CredentialSource.of(keys, trust);
        CredentialReloader reloader = new CredentialReloader(source, clock);
        Optional<CredentialGeneration> generation = read(place.placeSetting(), place.place(), reloader::load);
        problems.requireNone();
        CredentialGeneration first = generation.orElseThrow(IllegalStateException::new);
        Optional<AuthenticatedClient> client =
                read(ResourceSetting.CLIENT_AUTHENTICATION, own.authentication().methodName(), () -> byKey(own, first));
        problems.requireNone();
        IssuerCredentials credentials = new IssuerCredentials(
                issuer,
                own.authentication().isMutualTls(),
                first.trustedCertificates().orElseThrow(IllegalStateException::new),
                first,
                client.orElse(null),
                clock);
        credentials.follow(
                named(place.placeSetting(), place.place())
                        + (trust.files().isEmpty() ? "" : " and " + named(ResourceSetting.TRUST_STORE, trustStore()))
                        + of,
                source.files(),
                reloader::loadIfChanged,
                changed -> credentials.use(changed, byKey(own, changed)));
        return credentials;
    }

    private String named(ResourceSetting setting, String value) {
        return issuer.settingName(setting) + " '" + value + "'";
    }

    private String trustStore() {
        return issuer.connection().trustStore().map(Path::toString).orElse("");
    }

    private <T> Optional<T> read(ResourceSetting setting, String value, Reading<T> reading) {
        return problems.collect(() -> {
            try {
                return reading.read();
            } catch (KeyMaterialException e) {
                throw StartProblems.unusable(issuer.settingName(setting), value, e.getMessage());
            }
        });
    }

    private static AuthenticatedClient bySecret(ClientSettings own, char[] secret) {
        return AuthenticatedClient.bySecret(own.clientId(), own.authentication(), new String(secret));
    }

    private AuthenticatedClient byKey(ClientSettings own, CredentialGeneration generation) throws KeyMaterialException {
        if (own.authentication() != ClientAuthentication.PRIVATE_KEY_JWT) {
            return AuthenticatedClient.byCertificate(own.clientId(), own.authentication());
        }
        try {
            return AuthenticatedClient.byAssertion(
                    own.clientId(),
                    issuer.issuer(),
                    generation.keyMaterial().orElseThrow(IllegalStateException::new),
                    own.assertion(),
                    clock);
        } catch (IllegalArgumentException e) {
            throw new KeyMaterialException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Reads one of the files. */
    private interface Reading<T> {
        T read() throws KeyMaterialException;
    }
}
