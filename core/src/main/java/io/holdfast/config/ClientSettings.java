package io.holdfast.config;

import io.holdfast.authorizationserver.AssertionProfile;
import io.holdfast.authorizationserver.ClientAuthentication;
import io.holdfast.keystore.PasswordSource;
import io.holdfast.token.SignatureAlgorithm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this resource as a client of an authorization server: its client id and its authentication.
 * Immutable; passwords are handed out as copies, and the secret is never shown.
 */
public final class ClientSettings {
    /** Not for assertions: jose4j signs with them on Java 15 only. */
    private static final Set<SignatureAlgorithm> EDWARDS =
            EnumSet.of(SignatureAlgorithm.EdDSA, SignatureAlgorithm.Ed25519);

    private static final Set<ResourceSetting> SECRET =
            EnumSet.of(ResourceSetting.CLIENT_SECRET, ResourceSetting.CLIENT_SECRET_FILE);

    private static final Set<ResourceSetting> ASSERTION = EnumSet.of(
            ResourceSetting.CLIENT_ASSERTION_ALGORITHM,
            ResourceSetting.CLIENT_ASSERTION_KEY_ID,
            ResourceSetting.CLIENT_ASSERTION_TYPE,
            ResourceSetting.CLIENT_ASSERTION_AUDIENCE);

    private final String clientId;
    private final ClientAuthentication authentication;
    private final AssertionProfile assertion;
    private final @Nullable String secret;
    private final @Nullable Path secretFile;
    private final KeyStoreSettings keyStore;

    ClientSettings(SettingsReader reader) {
        clientId = reader.line(ResourceSetting.CLIENT_ID);
        authentication = reader.choice(ResourceSetting.CLIENT_AUTHENTICATION, methods());
        assertion = assertion(reader, authentication);
        secret = secret(reader);
        secretFile = reader.path(ResourceSetting.CLIENT_SECRET_FILE);
        keyStore = new KeyStoreSettings(reader);
        requireClient(reader);
        if (authentication.isBySecret()) {
            requireSecret(reader);
        } else {
            requireKey(reader);
        }
    }

    private static Map<String, ClientAuthentication> methods() {
        Map<String, ClientAuthentication> methods = new LinkedHashMap<>();
        for (ClientAuthentication method : ClientAuthentication.values()) {
            methods.put(method.methodName(), method);
        }
        return methods;
    }

    /** Reads the secret, which is sent as it stands: what came with it from a file or an editor would be sent, too. */
    private static @Nullable String secret(SettingsReader reader) {
        String secret = reader.text(ResourceSetting.CLIENT_SECRET);
        if (secret.isEmpty()) {
            return null;
        }
        if (secret.chars().anyMatch(Character::isISOControl)) {
            reader.problem(
                    ResourceSetting.CLIENT_SECRET,
                    secret,
                    "has a control character, the end of a line for example. Write the secret alone, or name its file in"
                            + " clientSecretFile.");
        } else if (Character.isSpaceChar(secret.charAt(0))
                || Character.isSpaceChar(secret.charAt(secret.length() - 1))) {
            reader.problem(
                    ResourceSetting.CLIENT_SECRET,
                    secret,
                    "has a space at its beginning or end. Write the secret alone; if the space is a part of it, name its"
                            + " file in clientSecretFile.");
        }
        return secret;
    }

    private static AssertionProfile assertion(SettingsReader reader, ClientAuthentication method) {
        if (method != ClientAuthentication.PRIVATE_KEY_JWT) {
            reader.unused(ASSERTION, "is for clientAuthentication private_key_jwt alone");
            return AssertionProfile.USUAL;
        }
        AssertionProfile profile = AssertionProfile.USUAL;
        if (!reader.text(ResourceSetting.CLIENT_ASSERTION_ALGORITHM).isEmpty()) {
            profile = profile.algorithm(reader.choice(ResourceSetting.CLIENT_ASSERTION_ALGORITHM, algorithms()));
        }
        profile = with(reader, ResourceSetting.CLIENT_ASSERTION_KEY_ID, profile, profile::keyId);
        profile = with(reader, ResourceSetting.CLIENT_ASSERTION_TYPE, profile, profile::type);
        profile = with(reader, ResourceSetting.CLIENT_ASSERTION_AUDIENCE, profile, profile::audience);
        return Fapi2.isWanted(reader) ? profile.fapi2() : profile;
    }

    private static AssertionProfile with(
            SettingsReader reader,
            ResourceSetting setting,
            AssertionProfile profile,
            Function<String, AssertionProfile> change) {
        String value = reader.line(setting);
        if (value.isEmpty()) {
            return profile;
        }
        try {
            return change.apply(value);
        } catch (IllegalArgumentException e) {
            reader.problem(setting, value, String.valueOf(e.getMessage()));
            return profile;
        }
    }

    private static Map<String, SignatureAlgorithm> algorithms() {
        return Arrays.stream(SignatureAlgorithm.values())
                .filter(SignatureAlgorithm::isAvailable)
                .filter(algorithm -> !EDWARDS.contains(algorithm))
                .collect(Collectors.toMap(Enum::name, algorithm -> algorithm, (a, b) -> a, LinkedHashMap::new));
    }

    private void requireClient(SettingsReader reader) {
        reader.requireFor("verification=introspection", ResourceSetting.CLIENT_ID);
    }

    private void requireSecret(SettingsReader reader) {
        if ((secret == null) == (secretFile == null)) {
            reader.problem(
                    ResourceSetting.CLIENT_AUTHENTICATION,
                    authentication.methodName(),
                    "needs either clientSecret or clientSecretFile" + (secret == null ? "." : ", not both."));
        }
        reader.unused(KeyStoreSettings.SETTINGS, "is not used by clientAuthentication " + authentication.methodName());
    }

    private void requireKey(SettingsReader reader) {
        keyStore.require(reader, "clientAuthentication=" + authentication.methodName());
        reader.unused(
                SECRET,
                "is not used by clientAuthentication " + authentication.methodName(),
                "Take it out, or set clientAuthentication=client_secret_basic or client_secret_post.");
    }

    /** {@link ResourceSetting#CLIENT_ID}. */
    public String clientId() {
        return clientId;
    }

    /** {@link ResourceSetting#CLIENT_AUTHENTICATION}. */
    public ClientAuthentication authentication() {
        return authentication;
    }

    /** {@link ResourceSetting#CLIENT_ASSERTION_ALGORITHM} and its siblings. */
    public AssertionProfile assertion() {
        return assertion;
    }

    /** {@link ResourceSetting#CLIENT_SECRET}. */
    public Optional<String> secret() {
        return Optional.ofNullable(secret);
    }

    /** {@link ResourceSetting#CLIENT_SECRET_FILE}. */
    public Optional<Path> secretFile() {
        return Optional.ofNullable(secretFile);
    }

    /** The secret, or the file that holds it; empty for a method without one. */
    public Optional<PasswordSource> secretSource() {
        return secretFile != null
                ? Optional.of(PasswordSource.onlyLine(secretFile))
                : secret().map(given -> PasswordSource.of(given.toCharArray()));
    }

    /** The key and its certificate: for every method of authentication but those by secret. */
    public KeyStoreSettings keyStore() {
        return keyStore;
    }
}
