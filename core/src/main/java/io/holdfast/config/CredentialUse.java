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
 * Where this resource sends its own credentials, and which: an issuer that is asked about tokens gets a secret, an
 * assertion or the proof of a key. Who could change that while the application runs could have them sent to himself.
 * Immutable.
 */
public final class CredentialUse {
    private static final Set<ResourceSetting> DECIDING = Collections.unmodifiableSet(EnumSet.of(
            ResourceSetting.ISSUER,
            ResourceSetting.VERIFICATION,
            ResourceSetting.JWKS_URI,
            ResourceSetting.INTROSPECTION_ENDPOINT,
            ResourceSetting.CLIENT_ID,
            ResourceSetting.CLIENT_AUTHENTICATION,
            ResourceSetting.CLIENT_SECRET_FILE,
            ResourceSetting.KEY_STORE,
            ResourceSetting.KEY_STORE_TYPE,
            ResourceSetting.TRUST_STORE,
            ResourceSetting.TRUST_STORE_TYPE));

    private final Map<ResourceSetting, String> values;

    CredentialUse(SettingsReader reader) {
        Map<ResourceSetting, String> read = new EnumMap<>(ResourceSetting.class);
        DECIDING.forEach(setting -> read.put(setting, reader.text(setting)));
        values = Collections.unmodifiableMap(read);
    }

    /**
     * What a change of settings would do with credentials that the earlier ones did not. An issuer that goes, and one that
     * gets no credentials, change nothing here.
     *
     * @return for each such issuer the names of the settings that decide it; empty if there is none
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

    /** What is other than for the issuer of the same name; all that is set if that has got no credentials. */
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
