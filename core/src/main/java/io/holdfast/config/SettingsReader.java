package io.holdfast.config;

import io.holdfast.authorizationserver.HttpsAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of the table, for the door or for one of its issuers, and collects every problem instead of stopping at
 * the first. A value that does not parse reads as something harmless; nobody gets to see it, because {@link #finish}
 * throws.
 *
 * <p>For one thread.
 */
final class SettingsReader {
    private static final Pattern ISSUER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}");

    /** Stands for a value that was found to be none; no setting has an empty one. */
    private static final String UNUSABLE = "";

    private final Map<String, String> values;
    private final Set<String> problems;

    /** The issuer's name and a dot; empty for the door and for an issuer that has no name. */
    private final String prefix;

    private SettingsReader(Map<String, String> values, Set<String> problems, String prefix) {
        this.values = values;
        this.problems = problems;
        this.prefix = prefix;
    }

    /** Takes all settings; what is read is about the door. */
    static SettingsReader of(Map<String, String> settings) {
        SettingsReader reader = new SettingsReader(new LinkedHashMap<>(), new LinkedHashSet<>(), "");
        settings.forEach(reader::take);
        Set<String> issuers = reader.words(ResourceSetting.ISSUERS);
        settings.keySet().forEach(name -> reader.requireSetting(name, issuers));
        return reader;
    }

    private void take(String name, @Nullable String value) {
        ResourceSetting setting =
                ResourceSetting.named(name.substring(name.indexOf('.') + 1)).orElse(null);
        if (setting == null) {
            return;
        }
        if (value == null || value.trim().isEmpty()) {
            problems.add("The setting '" + name + "' is empty. Give it a value or leave it out.");
        } else if (value.contains("${")) {
            values.put(name, UNUSABLE);
            problem(
                    name,
                    setting,
                    value,
                    "holds a placeholder that nothing has replaced. Define it or write the value.");
        } else {
            values.put(name, setting.isSecret() ? value : value.trim());
        }
    }

    private void requireSetting(String name, Set<String> issuers) {
        int dot = name.indexOf('.');
        String issuer = dot < 0 ? null : name.substring(0, dot);
        ResourceSetting setting = ResourceSetting.named(name.substring(dot + 1)).orElse(null);
        if (setting == null) {
            problems.add("There is no setting '" + name + "'. " + closest(name.substring(dot + 1)));
        } else if (issuer != null && setting.scope() == ResourceSetting.Scope.DOOR) {
            problems.add(
                    "The setting '" + name + "' cannot differ between issuers. Write '" + setting.settingName() + "'.");
        } else if (issuer != null && !issuers.contains(issuer)) {
            problems.add("The setting '" + name + "' is about an issuer that the setting 'issuers' does not name. Add '"
                    + issuer + "' to it" + (issuers.isEmpty() ? "." : ", or write one of " + issuers + "."));
        } else if (issuer == null && !issuers.isEmpty() && setting.scope() == ResourceSetting.Scope.ONE_ISSUER) {
            problems.add("The setting '" + name + "' cannot be the same for all of 'issuers'. Write '"
                    + issuers.iterator().next() + "." + name + "', and so on for each that needs it.");
        }
    }

    private static String closest(String name) {
        for (ResourceSetting setting : ResourceSetting.values()) {
            if (setting.settingName().equalsIgnoreCase(name)) {
                return "Did you mean '" + setting.settingName() + "'?";
            }
        }
        return "The settings are: "
                + Arrays.stream(ResourceSetting.values())
                        .map(ResourceSetting::settingName)
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** A reader for each issuer: for the only one, or for each that the setting {@code issuers} names. */
    List<SettingsReader> issuers() {
        List<SettingsReader> readers = new ArrayList<>();
        for (String name : words(ResourceSetting.ISSUERS)) {
            if (!ISSUER_NAME.matcher(name).matches()) {
                problem(
                        ResourceSetting.ISSUERS,
                        text(ResourceSetting.ISSUERS),
                        "has the name '" + name
                                + "'. A name has up to 32 letters, digits and hyphens; the first is a letter.");
            }
            readers.add(new SettingsReader(values, problems, name + "."));
        }
        if (readers.isEmpty()) {
            readers.add(this);
        }
        readers.forEach(reader -> reader.requirePresent(ResourceSetting.ISSUER));
        readers.forEach(reader -> reader.requirePresent(ResourceSetting.AUDIENCE));
        return readers;
    }

    private void requirePresent(ResourceSetting setting) {
        if (!values.containsKey(nameOf(setting))) {
            problems.add("The setting '" + prefix + setting.settingName() + "' is missing. " + setting.description());
        }
    }

    /** The issuer's name as the settings have it; empty if it needs none. */
    String issuerName() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** The name under which the value was set: the issuer's own, or the one for all. */
    String nameOf(ResourceSetting setting) {
        String own = prefix + setting.settingName();
        return values.containsKey(own) || setting.scope() == ResourceSetting.Scope.ONE_ISSUER
                ? own
                : setting.settingName();
    }

    /** Notes a problem with a setting's value, unless one is noted already that explains it. */
    void problem(ResourceSetting setting, String value, String remedy) {
        String name = nameOf(setting);
        if (!UNUSABLE.equals(values.get(name))) {
            problem(name, setting, value, remedy);
        }
    }

    private void problem(String name, ResourceSetting setting, String value, String remedy) {
        String shown = setting.isSecret() ? "(not shown)" : "'" + value + "'";
        problems.add("The setting '" + name + "' = " + shown + " " + remedy);
    }

    /** The value, its default, or the empty text. */
    String text(ResourceSetting setting) {
        return values.getOrDefault(nameOf(setting), setting.defaultValue().orElse(""));
    }

    /** The words between white space, in their order. */
    Set<String> words(ResourceSetting setting) {
        Set<String> words = new LinkedHashSet<>(Arrays.asList(text(setting).split("\\s+", -1)));
        words.remove("");
        return words;
    }

    /** The words, none of which may hold a text that tells of a list separated by commas. */
    Set<String> wordsWithout(ResourceSetting setting, String mistake) {
        if (text(setting).contains(mistake)) {
            problem(setting, text(setting), "is a list with commas. Separate its parts by spaces.");
        }
        return words(setting);
    }

    Set<String> wordsAmong(ResourceSetting setting, Collection<String> allowed) {
        Set<String> words = words(setting);
        for (String word : words) {
            if (!allowed.contains(word)) {
                problem(
                        setting,
                        text(setting),
                        "names '" + word + "'. Allowed are: " + String.join(", ", allowed) + ".");
            }
        }
        words.retainAll(allowed);
        return words;
    }

    /** The one of the choices that is named; the first if none is. */
    <T> T choice(ResourceSetting setting, Map<String, T> choices) {
        T chosen = choices.get(text(setting));
        if (chosen == null) {
            problem(setting, text(setting), "is none of: " + String.join(", ", choices.keySet()) + ".");
            return choices.values().iterator().next();
        }
        return chosen;
    }

    int integer(ResourceSetting setting, int least, int most) {
        String value = text(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with a number out of range.
        }
        problem(setting, value, "is not a whole number from " + least + " to " + most + ".");
        return least;
    }

    /** An absolute https URL without user information or fragment; null if nothing is set. */
    @Nullable
    URI httpsUrl(ResourceSetting setting) {
        String value = text(setting);
        if (value.isEmpty()) {
            return null;
        }
        if (value.contains("@")) {
            // Not shown: what stands there may be a password.
            problems.add("The setting '" + nameOf(setting) + "' holds user information. Write the URL without.");
            return null;
        }
        String problem = HttpsAddress.problem(value);
        if (problem == null) {
            return URI.create(value);
        }
        problem(setting, value, problem + ". Write it whole, as in 'https://login.example.com/realms/main'.");
        return null;
    }

    /** A path; null if nothing is set. */
    @Nullable
    Path path(ResourceSetting setting) {
        String value = text(setting);
        try {
            return value.isEmpty() ? null : Paths.get(value);
        } catch (InvalidPathException e) {
            problem(setting, value, "is not a path on this system.");
            return null;
        }
    }

    /** Requires a setting that another one needs. */
    void requireFor(String what, ResourceSetting setting) {
        if (text(setting).isEmpty()) {
            problems.add("The setting '" + prefix + setting.settingName() + "' is missing, and " + what + " needs it. "
                    + setting.description());
        }
    }

    /** Refuses settings that have no effect. Those that were set for all issuers may have one elsewhere. */
    void unused(boolean unused, Set<ResourceSetting> settings, String why) {
        for (ResourceSetting setting : settings) {
            if (unused && values.containsKey(prefix + setting.settingName())) {
                problem(setting, text(setting), why + ". Take it out.");
            }
        }
    }

    /** Ends the reading. */
    void finish() throws SettingsException {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
