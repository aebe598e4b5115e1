package io.holdfast.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A logical line of a properties file that names a property; backslashes may have joined it of several lines. The
 * platform reads names and values; this class adds line numbers and duplicates.
 *
 * <p>Immutable.
 */
final class PropertyLine {
    /** Ends a name at the character at which the platform ends it, too. */
    private static final Pattern NAME = Pattern.compile("[ \t\f]*([A-Za-z0-9.-]*)");

    private static final Pattern BLANK = Pattern.compile("(?s)[ \t\f]*([#!].*)?");

    private static final String UNREAD = "?";
    private static final String CUT =
            "ends with a backslash, and no line follows: the file may be cut off. Write it whole.";
    private static final String BAD_ESCAPE =
            "has a malformed \\u escape (not shown). Write \\u and four hexadecimal digits, the character itself, or"
                    + " two backslashes for one.";

    private final int number;
    private final String name;
    private final String value;
    private final String defect;

    private PropertyLine(int number, String name, String value, String defect) {
        this.number = number;
        this.name = name;
        this.value = value;
        this.defect = defect;
    }

    /** Returns all properties of a text, in their order, duplicates included. */
    static List<PropertyLine> in(String text) {
        List<String> lines = new BufferedReader(new StringReader(text)).lines().collect(Collectors.toList());
        List<PropertyLine> found = new ArrayList<>();
        for (int i = 0, end; i < lines.size(); i = end) {
            end = end(lines, i);
            String logical = String.join("\n", lines.subList(i, end));
            read(logical, i + 1, end == lines.size() && goesOn(lines.get(end - 1)), found);
        }
        return found;
    }

    /** The index after the last line that belongs to the logical line at the start. */
    private static int end(List<String> lines, int start) {
        int end = start + 1;
        if (!isBlank(lines.get(start))) {
            while (end < lines.size() && goesOn(lines.get(end - 1))) {
                end++;
            }
        }
        return end;
    }

    /** True if a line sets nothing and does not continue: an empty line or a comment. */
    static boolean isBlank(String line) {
        return BLANK.matcher(line).matches();
    }

    /** True if the line ends with an odd number of backslashes. */
    private static boolean goesOn(String line) {
        int backslash = line.length();
        while (backslash > 0 && line.charAt(backslash - 1) == '\\') {
            backslash--;
        }
        return (line.length() - backslash) % 2 != 0;
    }

    private static void read(String logical, int number, boolean cut, List<PropertyLine> found) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            Matcher name = NAME.matcher(logical);
            found.add(new PropertyLine(number, name.lookingAt() ? name.group(1) : "", UNREAD, BAD_ESCAPE));
        } catch (IOException e) {
            throw new IllegalStateException("Nothing is read but a text.", e);
        }
        for (String name : one.stringPropertyNames()) {
            found.add(new PropertyLine(number, name, one.getProperty(name, ""), cut ? CUT : ""));
        }
    }

    /** The number of the first line, from 1. */
    int number() {
        return number;
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }

    boolean isWhole() {
        return defect.isEmpty();
    }

    /** The defect of the line, in words that follow its name; empty if there is none. */
    String defect() {
        return defect;
    }
}
