package io.holdfast.keyring;

import io.holdfast.authorizationserver.AssertionProfile;
import io.holdfast.authorizationserver.AuthenticatedClient;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PasswordSource;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client at the authorization server, for every generation of credentials. Immutable. */
final class RingClient {
    private static final Logger LOG = LoggerFactory.getLogger(RingClient.class);

    private final String id;
    private final ClientAuthentication method;
    private final @Nullable PasswordSource secret;
    private final @Nullable KeyStoreSource assertionKey;
    private final AssertionProfile assertion;
    private final String issuer;
    private final Clock clock;

    /** Takes settings without problems. */
    RingClient(KeyRingSettings settings) {
        this.id = settings.client();
        this.method = settings.clientAuthentication;
        this.secret = settings.clientSecret;
        this.assertionKey = settings.assertionKey;
        this.assertion = settings.fapi2 ? settings.assertion.fapi2() : settings.assertion;
        this.issuer = String.valueOf(settings.issuer != null ? settings.issuer : settings.tokenEndpoint);
        this.clock = settings.clock;
        if (method == ClientAuthentication.PRIVATE_KEY_JWT && settings.issuer == null && !assertion.hasAudience()) {
            LOG.warn(
                    "The assertions of the client {} have the token endpoint {} as their audience, because no issuer is"
                            + " known. FAPI 2.0 wants the issuer there: give issuer instead of tokenEndpoint, or name the"
                            + " server's issuer in assertionAudience.",
                    id,
                    issuer);
        }
    }

    /** @throws KeyMaterialException if the client has no key to sign with, or one that cannot be used */
    AuthenticatedClient with(CredentialGeneration credentials) throws KeyMaterialException {
        if (method.isMutualTls()) {
            return AuthenticatedClient.byCertificate(id, method);
        }
        try {
            return bySecretOrKey(credentials);
        } catch (RuntimeException e) {
            // An application's source: its exception's text may be anything. Only class and place are shown.
            KeyMaterialException failure = new KeyMaterialException(
                    "The client's secret or key for " + this + " could not be had: its source failed with "
                            + e.getClass().getName() + ".");
            failure.setStackTrace(e.getStackTrace());
            throw failure;
        }
    }

    private AuthenticatedClient bySecretOrKey(CredentialGeneration credentials) throws KeyMaterialException {
        PasswordSource known = secret;
        if (known != null) {
            return bySecret(known.password());
        }
        KeyMaterial key = signingKey(credentials);
        try {
            return AuthenticatedClient.byAssertion(id, issuer, key, assertion, clock);
        } catch (IllegalArgumentException e) {
            throw new KeyMaterialException(
                    "The client's assertions cannot be made with the key " + key + ". " + e.getMessage(), e);
        }
    }

    private AuthenticatedClient bySecret(char[] password) throws KeyMaterialException {
        try {
            return AuthenticatedClient.bySecret(id, method, new String(password));
        } catch (IllegalArgumentException e) {
            throw new KeyMaterialException("The client secret cannot be used. " + e.getMessage(), e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private KeyMaterial signingKey(CredentialGeneration credentials) throws KeyMaterialException {
        KeyStoreSource own = assertionKey;
        if (own != null) {
            return own.load();
        }
        return credentials
                .keyMaterial()
                .orElseThrow(() -> new KeyMaterialException("There is no key to sign the client's assertions with: a"
                        + " ready TLS context keeps its own to itself. Give assertionKey."));
    }

    /** The client id and the method; no secret. */
    @Override
    public String toString() {
        return id + " by " + method.methodName();
    }
}
