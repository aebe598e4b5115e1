package io.holdfast.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of the table and collects every problem instead of stopping at the first. A value that does not parse
 * reads as something harmless; nobody gets to see it, because {@link #finish} throws.
 *
 * <p>For one thread.
 */
final class SettingsReader {
    private final Map<ResourceSetting, String> values = new EnumMap<>(ResourceSetting.class);
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Map<String, String> settings) {
        settings.forEach(this::take);
        for (ResourceSetting setting : ResourceSetting.values()) {
            if (!setting.defaultValue().isPresent() && !values.containsKey(setting)) {
                problems.add("The setting '" + setting.settingName() + "' is missing. " + setting.description());
            }
        }
    }

    private void take(String name, @Nullable String value) {
        ResourceSetting setting = ResourceSetting.named(name).orElse(null);
        if (setting == null) {
            problems.add("There is no setting '" + name + "'. " + closest(name));
        } else if (value == null || value.trim().isEmpty()) {
            problems.add("The setting '" + name + "' is empty. Give it a value or leave it out.");
        } else if (value.contains("${")) {
            values.put(setting, "");
            problem(setting, value, "holds a placeholder that nothing has replaced. Define it or write the value.");
        } else {
            values.put(setting, setting.isSecret() ? value : value.trim());
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

    /** Notes a problem with a setting's value. */
    void problem(ResourceSetting setting, String value, String remedy) {
        String shown = setting.isSecret() ? "(not shown)" : "'" + value + "'";
        problems.add("The setting '" + setting.settingName() + "' = " + shown + " " + remedy);
    }

    /** The value, its default, or the empty text. */
    String text(ResourceSetting setting) {
        return values.getOrDefault(setting, setting.defaultValue().orElse(""));
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
            problems.add("The setting '" + setting.settingName() + "' holds user information. Write the URL without.");
            return null;
        }
        try {
            URI url = new URI(value);
            boolean callable = url.getHost() != null && url.getPort() <= 65_535 && url.getPort() != 0;
            if ("https".equalsIgnoreCase(url.getScheme()) && callable && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, together with URLs of another kind.
        }
        problem(
                setting,
                value,
                "is not an https URL with a host, and a port if need be. Write it whole, as in"
                        + " 'https://login.example.com/realms/main'.");
        return null;
    }

    /** Ends the reading. */
    void finish() throws SettingsException {
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }
}
