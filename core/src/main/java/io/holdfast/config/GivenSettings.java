package io.holdfast.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings as they were written: their names, whether each name is allowed, their texts, and the problems found in
 * them. A {@link SettingsReader} interprets the texts.
 *
 * <p>For one thread.
 */
final class GivenSettings {
    /** A setting of earlier versions, without effect. It must not stop a door that they opened. */
    static final String RETIRED = "scopeFormat";

    private static final Logger LOG = LoggerFactory.getLogger(GivenSettings.class);

    /** Stands for a value already found unusable; no setting has an empty one. */
    private static final String UNUSABLE = "";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();
    private final Map<String, String> origins;
    private final Set<String> issuerNames;

    GivenSettings(SourcedSettings settings) {
        origins = settings.origins();
        problems.addAll(settings.problems());
        settings.values().forEach(this::take);
        issuerNames = words(values.getOrDefault(ResourceSetting.ISSUERS.settingName(), ""));
        settings.values().keySet().forEach(this::requireSetting);
    }

    private void take(String name, @Nullable String value) {
        ResourceSetting setting =
                ResourceSetting.named(name.substring(name.indexOf('.') + 1)).orElse(null);
        if (setting == null) {
            return;
        }
        if (value == null || value.trim().isEmpty()) {
            note(shown(name) + " is empty. Give it a value or leave it out.");
        } else if (value.contains("${")) {
            note(name, setting, value, "holds a placeholder that nothing has replaced. Define it or write the value.");
            values.put(name, UNUSABLE);
        } else {
            values.put(name, setting.isSecret() ? value : value.trim());
        }
    }

    private void requireSetting(String name) {
        int dot = name.indexOf('.');
        String issuer = dot < 0 ? null : name.substring(0, dot);
        ResourceSetting setting = ResourceSetting.named(name.substring(dot + 1)).orElse(null);
        if (name.substring(dot + 1).equals(RETIRED)) {
            LOG.warn(
                    "The setting '{}'{} has no effect: scopes are read as a string and as an array. Take it out.",
                    name,
                    origin(name));
        } else if (setting == null) {
            note("There is no setting '" + name + "'" + origin(name) + ". " + closest(name.substring(dot + 1)));
        } else if (issuer != null && setting.scope() == ResourceSetting.Scope.DOOR) {
            note(shown(name) + " cannot differ between issuers. Write '" + setting.settingName() + "'.");
        } else if (issuer != null && !issuerNames.contains(issuer)) {
            note(shown(name) + " is about an issuer that the setting 'issuers' does not name. Add '" + issuer
                    + "' to it" + (issuerNames.isEmpty() ? "." : ", or write one of " + issuerNames + "."));
        } else if (issuer == null && !issuerNames.isEmpty() && setting.scope() == ResourceSetting.Scope.ONE_ISSUER) {
            note(shown(name) + " cannot be the same for all of 'issuers'. Write '"
                    + issuerNames.iterator().next() + "." + name + "', and so on for each that needs it.");
        }
    }

    private static String closest(String name) {
        List<String> all = Arrays.stream(ResourceSetting.values())
                .map(ResourceSetting::settingName)
                .collect(Collectors.toList());
        return ClosestName.among(all, name)
                .map(closest -> "Did you mean '" + closest + "'?")
                .orElseGet(() -> "The settings are: " + String.join(", ", all) + ".");
    }

    /** Returns the words between white space, in their order. */
    static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>(Arrays.asList(text.split("\\s+", -1)));
        words.remove("");
        return words;
    }

    /** The issuer names that the setting {@code issuers} lists; empty if there is one issuer, which needs no name. */
    Set<String> issuerNames() {
        return issuerNames;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** The beginning of a sentence about a setting: its name, and where it was set. */
    String shown(String name) {
        return "The setting '" + name + "'" + origin(name);
    }

    /** The source of a setting, in parentheses after a space; empty for the descriptor, the first place to look. */
    private String origin(String name) {
        String origin = origins.get(name);
        return origin == null ? "" : " (" + origin + ")";
    }

    void note(String problem) {
        problems.add(problem);
    }

    /** Notes a problem with a setting's value, unless a problem already noted explains it. */
    void note(String name, ResourceSetting setting, String value, String remedy) {
        if (!UNUSABLE.equals(values.get(name))) {
            String text = setting.isSecret() ? "(not shown)" : "'" + value + "'";
            note("The setting '" + name + "' = " + text + origin(name) + " " + remedy);
        }
    }

    /** Ends the reading: throws if any problem was noted. */
    void requireNoProblem() throws SettingsException {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
