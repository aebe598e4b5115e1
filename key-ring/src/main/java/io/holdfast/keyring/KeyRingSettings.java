package io.holdfast.keyring;

import io.holdfast.authorizationserver.AssertionProfile;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.concurrent.Scheduler;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.keystore.CertificateExpiry;
import io.holdfast.keystore.CredentialSource;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PasswordSource;
import io.holdfast.keystore.TrustSource;
import io.holdfast.keystore.TrustedCertificates;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The settings that a {@link KeyRingBuilder} has collected. Not for use by several threads. */
final class KeyRingSettings {
    @Nullable
    CredentialSource credentialSource;

    @Nullable
    KeyStoreSource keyStore;

    @Nullable
    TrustSource trust;

    @Nullable
    String issuer;

    @Nullable
    URI tokenEndpoint;

    @Nullable
    String clientId;

    ClientAuthentication clientAuthentication = ClientAuthentication.TLS_CLIENT_AUTH;
    final Set<String> scopes = new LinkedHashSet<>();
    final Set<String> resources = new LinkedHashSet<>();
    final List<String> origins = new ArrayList<>();
    final List<TokenRule> rules = new ArrayList<>();
    final List<RedirectPair> redirects = new ArrayList<>();
    final List<KeyRingListener> listeners = new ArrayList<>();

    @Nullable
    PasswordSource clientSecret;

    @Nullable
    KeyStoreSource assertionKey;

    AssertionProfile assertion = AssertionProfile.USUAL;
    boolean fapi2;

    @Nullable
    String jmxName;

    BindingCheck bindingCheck = BindingCheck.FAIL;
    MetadataCheck metadataCheck = MetadataCheck.WARN;
    /** The calls to the authorization server, for all generations. */
    final AuthorizationServerConnection.Builder connection = AuthorizationServerConnection.builder();

    Duration expiryMargin = Duration.ofSeconds(30);
    Duration defaultLifetime = Duration.ofSeconds(60);
    Duration checkInterval = Duration.ofSeconds(10);
    Duration expiryWarning = CertificateExpiry.DEFAULT_WARNING;
    Clock clock = Clock.systemUTC();
    LongSupplier ticker = System::nanoTime;

    /** Null for a thread of the ring's own. */
    @Nullable
    Scheduler scheduler;

    /** @throws IllegalStateException if none are set; {@link #problems()} reports that before */
    CredentialSource source() {
        CredentialSource whole = credentialSource;
        if (whole != null) {
            return whole;
        }
        return CredentialSource.of(
                required(keyStore, "keyStore"), trust != null ? trust : TrustedCertificates.ofPlatform());
    }

    String client() {
        return required(clientId, "clientId");
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException(name + " is missing.");
        }
        return value;
    }

    /** The missing and contradictory settings, a sentence each; empty if all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (credentialSource == null && keyStore == null) {
            problems.add("keyStore is missing.");
        }
        if (credentialSource != null && (keyStore != null || trust != null)) {
            problems.add("credentialSource is given, so keyStore and trust would be ignored: leave them out.");
        }
        if (clientId == null || clientId.isEmpty()) {
            problems.add("clientId is missing.");
        }
        if ((issuer == null) == (tokenEndpoint == null)) {
            problems.add("Give either issuer or tokenEndpoint, not " + (issuer == null ? "neither." : "both."));
        }
        if (origins.isEmpty() && rules.isEmpty()) {
            problems.add("allowedOrigins is missing: no request would ever get a token.");
        }
        if (origins.isEmpty() && !(scopes.isEmpty() && resources.isEmpty())) {
            problems.add("scopes and resources are for allowedOrigins, and there are none: give them with the rules.");
        }
        if (metadataCheck == MetadataCheck.FAIL && tokenEndpoint != null) {
            problems.add("metadataCheck is FAIL, but with tokenEndpoint no metadata are read: give issuer instead.");
        }
        addProblemsOfAuthentication(problems);
        if (fapi2) {
            addContradictionsOfFapi2(problems);
        }
        return problems;
    }

    /** The assertions are checked where their key is known. */
    private void addContradictionsOfFapi2(List<String> problems) {
        if (clientAuthentication.isBySecret()) {
            problems.add("fapi2 forbids clientAuthentication " + clientAuthentication.methodName()
                    + " (FAPI 2.0 Security Profile section 5.3.3.1): say TLS_CLIENT_AUTH, SELF_SIGNED_TLS_CLIENT_AUTH or"
                    + " PRIVATE_KEY_JWT.");
        }
        if (tokenEndpoint != null) {
            problems.add("fapi2 forbids tokenEndpoint, since it is in no metadata (FAPI 2.0 Security Profile section"
                    + " 5.3.3.1): give issuer.");
        }
        if (bindingCheck != BindingCheck.FAIL) {
            problems.add("fapi2 forbids bindingCheck " + bindingCheck + ", since unbound tokens would be used (FAPI 2.0"
                    + " Security Profile section 5.3.3.1): say FAIL, or leave it out.");
        }
    }

    private void addProblemsOfAuthentication(List<String> problems) {
        String method = clientAuthentication.methodName();
        if (clientSecret != null && !clientAuthentication.isBySecret()) {
            problems.add("clientSecret is given, but clientAuthentication is " + method
                    + ", which sends none: say CLIENT_SECRET_BASIC or CLIENT_SECRET_POST, or leave the secret out.");
        }
        if (clientSecret == null && clientAuthentication.isBySecret()) {
            problems.add("clientSecret is missing, which clientAuthentication " + method + " sends.");
        }
        if (assertionKey != null && clientAuthentication != ClientAuthentication.PRIVATE_KEY_JWT) {
            problems.add("assertionKey is given, but clientAuthentication is " + method
                    + ", which signs nothing: say PRIVATE_KEY_JWT, or leave the key out.");
        }
        if (assertion != AssertionProfile.USUAL && clientAuthentication != ClientAuthentication.PRIVATE_KEY_JWT) {
            problems.add("assertionAlgorithm, assertionKeyId, assertionType or assertionAudience is given, but"
                    + " clientAuthentication is " + method
                    + ", which signs nothing: say PRIVATE_KEY_JWT, or leave them out.");
        }
    }
}
