package io.holdfast.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Settings in environment variables: {@code HOLDFAST_} and the setting's name, in capital letters with an underscore
 * before each word. A setting of one of several issuers has the issuer's name and two underscores before it.
 *
 * <p>A variable that sets nothing is a problem, because its name may be misspelt. The variables that Kubernetes makes
 * for a service whose name is or begins with holdfast are ignored.
 *
 * <p>Immutable.
 */
final class EnvironmentSettings {
    private static final String PREFIX = "HOLDFAST_";

    /** The end of each variable of {@link GivenSettings#RETIRED}. */
    private static final String RETIRED = "_SCOPE_FORMAT";

    /** Excludes two underscores, which mark an issuer's setting. */
    private static final Pattern KUBERNETES = Pattern.compile("HOLDFAST_(?!.*__)(.+_)?"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private final Map<String, String> variables = new TreeMap<>();

    EnvironmentSettings(Map<String, String> environment) {
        environment.forEach((variable, value) -> {
            if (variable.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
                variables.put(variable, value);
            }
        });
    }

    /** The variable of a setting of the door, of the only issuer, or of all issuers. */
    static String variable(ResourceSetting setting) {
        return PREFIX + setting.settingName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private static String variable(String issuer, ResourceSetting setting) {
        String name = issuer.replace('-', '_').toUpperCase(Locale.ROOT);
        return PREFIX + name + "__" + variable(setting).substring(PREFIX.length());
    }

    /** True if a name can only be that of a variable. */
    static boolean isVariable(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /** The name of the setting that a variable is for: of the door, of the only issuer, or of an issuer of this name. */
    static Optional<String> settingOf(String variable) {
        String upper = variable.toUpperCase(Locale.ROOT);
        int issuer = upper.indexOf("__");
        String own = issuer < 0 ? upper : PREFIX + upper.substring(issuer + 2);
        return Arrays.stream(ResourceSetting.values())
                .filter(setting -> variable(setting).equals(own))
                .map(setting -> (issuer < 0 ? "" : "main.") + setting.settingName())
                .findFirst();
    }

    static boolean isMadeByKubernetes(String variable) {
        return KUBERNETES.matcher(variable).matches();
    }

    /** The value of a setting that belongs to no single issuer. */
    Optional<String> value(ResourceSetting setting) {
        return Optional.ofNullable(variables.get(variable(setting)));
    }

    /** Adds one setting if its variable is set. */
    void addTo(SourcedSettings settings, ResourceSetting setting) {
        value(setting).ifPresent(value -> settings.add(setting.settingName(), value, origin(variable(setting))));
    }

    /** Adds every setting that no other source has, and notes variables that set nothing. */
    void addTo(SourcedSettings settings, Set<String> issuers) {
        Map<String, Set<String>> names = names(issuers);
        variables.forEach((variable, value) -> {
            Set<String> meant = names.get(variable);
            if (meant == null) {
                noteUnknown(variable, names.keySet(), settings);
            } else if (meant.size() > 1) {
                settings.note("The environment variable " + variable + " could be each of " + meant
                        + ". Give these issuers names that differ in more than letter case, or set it elsewhere.");
            } else {
                settings.add(meant.iterator().next(), value, origin(variable));
            }
        });
    }

    private static Map<String, Set<String>> names(Set<String> issuers) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (ResourceSetting setting : ResourceSetting.values()) {
            add(variable(setting), setting.settingName(), names);
            for (String issuer : issuers) {
                add(variable(issuer, setting), issuer + "." + setting.settingName(), names);
            }
        }
        return names;
    }

    private static void add(String variable, String name, Map<String, Set<String>> names) {
        names.computeIfAbsent(variable, any -> new TreeSet<>()).add(name);
    }

    private static void noteUnknown(String variable, Set<String> known, SourcedSettings settings) {
        if (isMadeByKubernetes(variable)) {
            return;
        }
        if (variable.endsWith(RETIRED)) {
            settings.add(GivenSettings.RETIRED, "", origin(variable));
            return;
        }
        String hint = variable.contains("__")
                ? "Before two underscores stands the name of an issuer that the setting 'issuers' names."
                : "After HOLDFAST_ stands a setting's name, as in HOLDFAST_JWKS_URI for 'jwksUri'.";
        settings.note("The environment variable " + variable + " is for no setting. "
                + ClosestName.among(known, variable)
                        .map(closest -> "Did you mean " + closest + "?")
                        .orElse(hint));
    }

    private static String origin(String variable) {
        return "environment variable " + variable;
    }
}
