package io.holdfast.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The destination of this resource's own credentials, and which credentials it sends there: an issuer that is asked
 * about tokens gets a secret, an assertion or the proof of a key. Anyone who could change these settings while the
 * application runs could have the credentials sent to himself. Immutable.
 */
public final class CredentialUse {
    private static final Set<ResourceSetting> DECIDING = Collections.unmodifiableSet(EnumSet.of(
            ResourceSetting.ISSUER,
            ResourceSetting.VERIFICATION,
            ResourceSetting.JWKS_URI,
            ResourceSetting.INTROSPECTION_ENDPOINT,
            ResourceSetting.CLIENT_ID,
            ResourceSetting.CLIENT_AUTHENTICATION,
            ResourceSetting.CLIENT_ASSERTION_AUDIENCE,
            ResourceSetting.CLIENT_SECRET_FILE,
            ResourceSetting.KEY_STORE,
            ResourceSetting.KEY_STORE_TYPE,
            ResourceSetting.KEY_STORE_PROVIDER,
            ResourceSetting.KEY_ALIAS,
            ResourceSetting.KEY_CERTIFICATE,
            ResourceSetting.TRUST_STORE,
            ResourceSetting.TRUST_STORE_TYPE));

    private final Map<ResourceSetting, String> values;

    CredentialUse(SettingsReader reader) {
        Map<ResourceSetting, String> read = new EnumMap<>(ResourceSetting.class);
        DECIDING.forEach(setting -> read.put(setting, reader.text(setting)));
        if (KeyStoreSettings.isPkcs11(reader)) {
            // Settings that cannot be put into effect are tried again and again, and a token locks itself after a few
            // PINs.
            for (ResourceSetting pin :
                    EnumSet.of(ResourceSetting.KEY_STORE_PASSWORD, ResourceSetting.KEY_STORE_PASSWORD_FILE)) {
                read.put(pin, reader.text(pin));
            }
        }
        values = Collections.unmodifiableMap(read);
    }

    /**
     * Finds the issuers to which a change of settings would send other credentials, or the same ones elsewhere. An
     * issuer that is removed, or gets no credentials, does not count.
     *
     * @return for each such issuer the names of the settings that differ; empty if there is none
     */
    public static List<String> changes(ResourceSettings before, ResourceSettings changed) {
        List<String> changes = new ArrayList<>();
        for (IssuerSettings issuer : changed.issuers()) {
            CredentialUse use = issuer.credentialUse().orElse(null);
            if (use != null && before.issuers().stream().noneMatch(other -> use.isThatOf(other))) {
                changes.add(use.differing(issuer, before));
            }
        }
        return changes;
    }

    private boolean isThatOf(IssuerSettings issuer) {
        return issuer.credentialUse()
                .filter(other -> values.equals(other.values))
                .isPresent();
    }

    /** The settings that differ from the same issuer's earlier ones; all if it had no credentials. */
    private String differing(IssuerSettings issuer, ResourceSettings before) {
        Map<ResourceSetting, String> earlier = before.issuers().stream()
                .filter(other -> other.name().equals(issuer.name()))
                .findFirst()
                .flatMap(IssuerSettings::credentialUse)
                .map(other -> other.values)
                .orElse(Collections.emptyMap());
        return values.entrySet().stream()
                .filter(value -> !value.getValue().equals(earlier.getOrDefault(value.getKey(), "")))
                .map(value -> issuer.settingName(value.getKey()))
                .collect(Collectors.joining(", "));
    }
}
