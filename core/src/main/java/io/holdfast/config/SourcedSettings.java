package io.holdfast.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings merged from several sources, name by name: the first value of a name stays. Remembers the source of each,
 * and the defects of the sources themselves.
 *
 * <p>For one thread.
 */
final class SourcedSettings {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** Starts with the descriptor's settings, whose source messages leave out. */
    static SourcedSettings ofDescriptor(Map<String, String> settings) {
        SourcedSettings all = new SourcedSettings();
        all.values.putAll(settings);
        return all;
    }

    /** Adds a value, unless an earlier source has set the name. */
    void add(String name, String value, String origin) {
        if (!values.containsKey(name)) {
            values.put(name, value);
            origins.put(name, origin);
        }
    }

    /** Notes a defect of a source that belongs to no value. */
    void note(String problem) {
        problems.add(problem);
    }

    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The sources by setting name; the descriptor's settings have none. */
    Map<String, String> origins() {
        return Collections.unmodifiableMap(origins);
    }

    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }
}
