package io.holdfast.config;

import io.holdfast.access.PathAllowance;
import io.holdfast.access.PathReading;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The settings of path reading; they need access rules. */
final class PathSettings {
    private PathSettings() {}

    /**
     * Reads the settings.
     *
     * @param noRules true if there are no access rules, without which the settings have no effect
     */
    static PathReading read(SettingsReader reader, boolean noRules) {
        if (noRules) {
            reader.unused(
                    EnumSet.of(ResourceSetting.ALLOWED_IN_PATHS, ResourceSetting.FRAMEWORK),
                    "has no effect without accessRules");
        }
        Map<String, PathAllowance> known = new LinkedHashMap<>();
        for (PathAllowance allowance : PathAllowance.values()) {
            known.put(allowance.settingValue(), allowance);
        }
        Set<PathAllowance> allowed = EnumSet.noneOf(PathAllowance.class);
        for (String word : reader.words(ResourceSetting.ALLOWED_IN_PATHS)) {
            PathAllowance allowance = known.get(word.toUpperCase(Locale.ROOT));
            if (allowance == null) {
                reader.problem(ResourceSetting.ALLOWED_IN_PATHS, word, "is none of " + known.keySet() + ".");
            } else {
                allowed.add(allowance);
            }
        }
        return new PathReading(allowed, reader.choice(ResourceSetting.FRAMEWORK, "any", false, "exact", true));
    }
}
