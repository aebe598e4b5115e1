package io.holdfast.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings that are put together from several sources, name by name: of one name the first value stays. Remembers where
 * each came from, and what was wrong with the sources themselves.
 *
 * <p>For one thread.
 */
final class SourcedSettings {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /** What the descriptor sets; where that is need not be told. */
    static SourcedSettings ofDescriptor(Map<String, String> settings) {
        SourcedSettings all = new SourcedSettings();
        all.values.putAll(settings);
        return all;
    }

    /** Takes a value, unless a source that was asked before has one. */
    void add(String name, String value, String origin) {
        if (!values.containsKey(name)) {
            values.put(name, value);
            origins.put(name, origin);
        }
    }

    /** Notes a problem that is none of a value. */
    void note(String problem) {
        problems.add(problem);
    }

    Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** By the setting's name; none for the descriptor. */
    Map<String, String> origins() {
        return Collections.unmodifiableMap(origins);
    }

    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }
}
