package io.holdfast.config;

import io.holdfast.keystore.PasswordSource;
import io.holdfast.text.HttpsAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of the table, for the door or for one of its issuers, and notes every problem instead of stopping at the
 * first. A value that does not parse reads as a harmless one, which never takes effect, because {@link #finish} throws.
 *
 * <p>For one thread.
 */
final class SettingsReader {
    private static final Pattern ISSUER_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,31}");

    private static final Pattern COMMA = Pattern.compile(",");

    /** One at an end of a word: within a scope it is a character like others (RFC 6749 section 3.3). */
    private static final Pattern COMMA_AT_END = Pattern.compile("(^|\\s),|,(\\s|$)");

    /** One at an end of a word, before a scheme, or in a word that is no URI: a URI may have others. */
    private static final Pattern COMMA_OF_LIST =
            Pattern.compile("(^|\\s),|,(\\s|$)|,[A-Za-z][A-Za-z0-9+.-]*:|(^|\\s)[^\\s:=,]*,[^\\s:=]*(\\s|$)");

    /** A comment behind a text, which a properties file does not have. "Orders #2" may be a name. */
    private static final Pattern COMMENT = Pattern.compile("\\s#\\s");

    /** Looks like nothing or like a space, and makes another name of a name. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]|[\\p{Zs}&&[^ ]]");

    private static final Pattern QUOTES = Pattern.compile("\"|^'|'$");

    /** Drive and path of a Windows system, without the backslash after the drive. */
    private static final Pattern DRIVE_WITHOUT_ROOT = Pattern.compile("[A-Za-z]:[^/\\\\].*");

    private final GivenSettings given;

    /** The issuer's name and a dot; empty for the door and for an issuer that has no name. */
    private final String prefix;

    /** For each setting of all issuers, the reason why it has no effect on this one. */
    private final Map<ResourceSetting, String> withoutEffect = new EnumMap<>(ResourceSetting.class);

    private SettingsReader(GivenSettings given, String prefix) {
        this.given = given;
        this.prefix = prefix;
    }

    /** Starts with the settings of the door. */
    static SettingsReader of(SourcedSettings settings) {
        return new SettingsReader(new GivenSettings(settings), "");
    }

    /** Returns a reader for each issuer: the only one, or each that the setting {@code issuers} names. */
    List<SettingsReader> issuers() {
        List<SettingsReader> readers = new ArrayList<>();
        for (String name : given.issuerNames()) {
            if (!ISSUER_NAME.matcher(name).matches()) {
                problem(
                        ResourceSetting.ISSUERS,
                        text(ResourceSetting.ISSUERS),
                        "has the name '" + name
                                + "'. A name has up to 32 letters, digits and hyphens; the first is a letter.");
            }
            readers.add(new SettingsReader(given, name + "."));
        }
        if (readers.isEmpty()) {
            readers.add(this);
        }
        readers.forEach(reader -> reader.requirePresent(ResourceSetting.ISSUER));
        readers.forEach(reader -> reader.requirePresent(ResourceSetting.AUDIENCE));
        return readers;
    }

    private void requirePresent(ResourceSetting setting) {
        if (!given.has(nameOf(setting))) {
            given.note("The setting '" + prefix + setting.settingName() + "' is missing. " + setting.description());
        }
    }

    /** The issuer's name in the setting {@code issuers}; empty if it needs none. */
    String issuerName() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** The name under which the value was set: with the issuer's prefix, or the bare name for all issuers. */
    String nameOf(ResourceSetting setting) {
        String own = prefix + setting.settingName();
        return given.has(own) || setting.scope() == ResourceSetting.Scope.ONE_ISSUER ? own : setting.settingName();
    }

    /** {@link #nameOf} of every setting. */
    Map<ResourceSetting, String> names() {
        Map<ResourceSetting, String> names = new EnumMap<>(ResourceSetting.class);
        for (ResourceSetting setting : ResourceSetting.values()) {
            names.put(setting, nameOf(setting));
        }
        return names;
    }

    /** Notes a problem with a setting's value, unless a problem already noted explains it. */
    void problem(ResourceSetting setting, String value, String remedy) {
        given.note(nameOf(setting), setting, value, remedy);
    }

    /** The value, else its default, else the empty text. */
    String text(ResourceSetting setting) {
        return given.text(nameOf(setting), setting.defaultValue().orElse(""));
    }

    /** The value, a text of one line; notes a problem if a comment or an invisible character would count as part of it. */
    String line(ResourceSetting setting) {
        String value = text(setting);
        if (COMMENT.matcher(value).find()) {
            problem(
                    setting,
                    value,
                    "has a '#' in it, which begins no comment here: all of it would count. Put the comment on a line of"
                            + " its own.");
        } else {
            requireVisible(setting, value);
        }
        return value;
    }

    private void requireVisible(ResourceSetting setting, String value) {
        Matcher invisible = INVISIBLE.matcher(value);
        if (invisible.find()) {
            int code = value.codePointAt(invisible.start());
            String shown = invisible.replaceAll("?");
            problem(setting, shown, String.format("has the character U+%04X, which nobody sees. Write it anew.", code));
        }
    }

    /** The value, a name in the issuer's words; notes a problem also if it has quotes. */
    String name(ResourceSetting setting) {
        String name = line(setting);
        requireUnquoted(setting, name);
        return name;
    }

    private void requireUnquoted(ResourceSetting setting, String value) {
        if (QUOTES.matcher(value).find()) {
            problem(setting, value, "has quotes, which would be a part of it. Write it without.");
        }
    }

    /** Returns the words between white space, in their order; notes a problem if one begins a comment. */
    Set<String> words(ResourceSetting setting) {
        Set<String> words = GivenSettings.words(text(setting));
        if (words.stream().anyMatch(word -> word.startsWith("#"))) {
            problem(
                    setting,
                    text(setting),
                    "has a '#' in it, which begins no comment here: each word would count. Put the comment on a line of"
                            + " its own.");
        }
        return words;
    }

    /** Returns the words; notes a problem if the value has any comma. */
    Set<String> wordsWithoutCommas(ResourceSetting setting) {
        return wordsWithout(setting, COMMA);
    }

    /** Returns the words, which may be scopes; notes a problem if one begins or ends with a comma. */
    Set<String> scopes(ResourceSetting setting) {
        return wordsWithout(setting, COMMA_AT_END);
    }

    /** Returns the words, which may be URIs; notes a problem if the value has a comma that can only separate them. */
    Set<String> uris(ResourceSetting setting) {
        return names(setting, wordsWithout(setting, COMMA_OF_LIST));
    }

    /** Returns the words, each a name in the issuer's words; notes a problem if the value has any comma. */
    Set<String> names(ResourceSetting setting) {
        return names(setting, wordsWithoutCommas(setting));
    }

    private Set<String> names(ResourceSetting setting, Set<String> words) {
        words.forEach(word -> {
            requireVisible(setting, word);
            requireUnquoted(setting, word);
        });
        return words;
    }

    private Set<String> wordsWithout(ResourceSetting setting, Pattern mistake) {
        if (mistake.matcher(text(setting)).find()) {
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

    /** Returns the choice that the value names; the first if it names none. */
    <T> T choice(ResourceSetting setting, Map<String, T> choices) {
        T chosen = choices.get(text(setting));
        if (chosen == null) {
            problem(setting, text(setting), "is none of: " + String.join(", ", choices.keySet()) + ".");
            return choices.values().iterator().next();
        }
        return chosen;
    }

    /** The one of two choices that is named; the first if neither is. */
    <T> T choice(ResourceSetting setting, String firstName, T first, String secondName, T second) {
        Map<String, T> choices = new LinkedHashMap<>();
        choices.put(firstName, first);
        choices.put(secondName, second);
        return choice(setting, choices);
    }

    int integer(ResourceSetting setting, int least, int most) {
        String value = text(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, together with a number out of range.
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
            // The value is not shown: it may hold a password.
            given.note(given.shown(nameOf(setting)) + " holds user information. Write the URL without.");
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
        if (DRIVE_WITHOUT_ROOT.matcher(value).matches() || value.chars().anyMatch(Character::isISOControl)) {
            String shown = value.replaceAll("\\p{Cntrl}", "?");
            problem(
                    setting,
                    shown,
                    "is not the path that was meant: a properties file reads a backslash with the character after it."
                            + " Write every backslash twice, or write slashes.");
            return null;
        }
        try {
            return value.isEmpty() ? null : Paths.get(value);
        } catch (InvalidPathException e) {
            problem(setting, value, "is not a path on this system.");
            return null;
        }
    }

    /** The password that one of two settings holds, the second in a file; null if neither is set. */
    @Nullable
    PasswordSource password(ResourceSetting setting, ResourceSetting inFile) {
        String password = text(setting);
        Path file = path(inFile);
        if (file == null) {
            return password.isEmpty() ? null : PasswordSource.of(password.toCharArray());
        }
        if (!password.isEmpty()) {
            problem(inFile, file.toString(), "stands beside " + setting.settingName() + ". Take one of them out.");
        }
        return PasswordSource.file(file);
    }

    /** Notes a problem if a setting that another one needs is missing. */
    void requireFor(String what, ResourceSetting setting) {
        if (text(setting).isEmpty()) {
            given.note("The setting '" + prefix + setting.settingName() + "' is missing, and " + what + " needs it. "
                    + setting.description());
        }
    }

    /** Notes each of these settings if set: it has no effect on this issuer, but maybe on another. */
    void unused(Set<ResourceSetting> settings, String why) {
        unused(settings, why, "Take it out.");
    }

    void unused(Set<ResourceSetting> settings, String why, String remedy) {
        for (ResourceSetting setting : settings) {
            if (given.has(prefix + setting.settingName())) {
                problem(setting, text(setting), why + ". " + remedy);
            } else {
                withoutEffect.put(setting, "it " + why);
            }
        }
    }

    /** Notes a problem for each setting of all issuers that has no effect on any of them. */
    void requireEffect(List<SettingsReader> issuers) {
        for (ResourceSetting setting : ResourceSetting.values()) {
            if (setting.scope() == ResourceSetting.Scope.EACH_ISSUER
                    && given.has(setting.settingName())
                    && issuers.stream().noneMatch(issuer -> issuer.takesPlain(setting))) {
                problem(
                        setting,
                        text(setting),
                        "has no effect on any issuer ("
                                + issuers.stream()
                                        .map(issuer -> issuer.issuerName() + ": " + issuer.whyWithoutEffect(setting))
                                        .collect(Collectors.joining("; "))
                                + "). Take it out.");
            }
        }
    }

    private boolean takesPlain(ResourceSetting setting) {
        return prefix.isEmpty() || !(given.has(prefix + setting.settingName()) || withoutEffect.containsKey(setting));
    }

    private String whyWithoutEffect(ResourceSetting setting) {
        return withoutEffect.getOrDefault(setting, "it has its own");
    }

    /** Ends the reading: throws if any problem was noted. */
    void finish() throws SettingsException {
        given.requireNoProblem();
    }
}
