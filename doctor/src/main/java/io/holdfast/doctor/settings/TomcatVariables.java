package io.holdfast.doctor.settings;

import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The system properties of a Tomcat, by which it replaces <code>${name}</code> and <code>${name:-default}</code> in its
 * XML files. Those of the doctor's own JVM are others and never count. Immutable.
 */
final class TomcatVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}$]+?)(?::-([^{}$]*))?}");
    private static final Map<String, String> USUAL =
            Map.of("catalina.base", "/opt/tomcat", "catalina.home", "/opt/tomcat");

    private final Map<String, String> values;

    private TomcatVariables(Map<String, String> values) {
        this.values = values;
    }

    /** Parses the values of an option, each {@code name=value}. */
    static TomcatVariables parse(Option option, List<String> definitions) throws UsageException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String definition : definitions) {
            int equals = definition.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("The option " + option + " has a value without = behind a name. It is"
                        + " NAME=VALUE, for example catalina.base=/opt/tomcat.");
            }
            String name = definition.substring(0, equals);
            if (values.put(name, definition.substring(equals + 1)) != null) {
                throw new UsageException("The option " + option + " names '" + name + "' twice. Leave one out.");
            }
        }
        return new TomcatVariables(values);
    }

    /** The text as Tomcat has it; a variable that is not known stays. */
    String replaced(String text) {
        return VARIABLE.matcher(text).replaceAll(variable -> Matcher.quoteReplacement(replacement(variable)));
    }

    private String replacement(MatchResult variable) {
        String otherwise = variable.group(2) != null ? variable.group(2) : variable.group();
        return values.getOrDefault(variable.group(1), otherwise);
    }

    /**
     * Requires that no value of a door has a variable left.
     *
     * @param descriptor values by the names of settings, which may be secrets
     */
    static void requireNone(Option option, Object file, Map<String, String> descriptor) throws UsageException {
        Set<String> unknown = new LinkedHashSet<>();
        Set<String> settings = new LinkedHashSet<>();
        descriptor.forEach((setting, value) -> {
            Matcher variable = VARIABLE.matcher(value);
            while (variable.find()) {
                unknown.add(variable.group(1));
                settings.add(setting);
            }
        });
        if (!unknown.isEmpty()) {
            throw new UsageException(file + " has ${" + String.join("}, ${", unknown) + "} in "
                    + String.join(", ", settings)
                    + ". Tomcat replaces ${...} from its system properties; the doctor does not know them: "
                    + unknown.stream()
                            .map(name -> option + " " + name + "=" + USUAL.getOrDefault(name, "VALUE"))
                            .collect(Collectors.joining(" "))
                    + ". Another container may replace nothing: then write the value.");
        }
    }
}
