package io.holdfast.doctor.cli;

import io.holdfast.config.ClosestName;
import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import io.holdfast.text.Printable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads arguments: {@code --name value}, {@code --name=value}, {@code -x value}, {@code @file} for a file with further
 * arguments, and {@code --} before what must be no option. It knows no abbreviations: a script that uses one would mean
 * something else as soon as there is another option.
 */
final class ArgumentParser {
    private static final int LARGEST_FILE = 64 * 1024;
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private final List<Option> options;
    private final Map<Option, List<String>> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();

    private ArgumentParser(List<Option> options) {
        this.options = options;
    }

    static Arguments parse(List<String> arguments, List<Option> options) throws UsageException {
        return new ArgumentParser(options).parsed(expanded(arguments));
    }

    /** Puts the content of each {@code @file} in its place. Such a file names no other one. */
    static List<String> expanded(List<String> arguments) throws UsageException {
        List<String> all = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.length() > 1 && argument.startsWith("@")) {
                all.addAll(words(argument.substring(1)));
            } else {
                all.add(argument);
            }
        }
        return all;
    }

    private static List<String> words(String file) throws UsageException {
        List<String> words = new ArrayList<>();
        try {
            String text = new String(SmallFile.read(Paths.get(file), LARGEST_FILE), StandardCharsets.UTF_8);
            for (String line : text.split("\\R", -1)) {
                if (!line.trim().startsWith("#")) {
                    addWords(line, words);
                }
            }
            return words;
        } catch (UnreadableFileException | IllegalArgumentException e) {
            throw new UsageException("The arguments in @" + file + " cannot be read. " + e.getMessage());
        }
    }

    private static void addWords(String line, List<String> words) {
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
    }

    private Arguments parsed(List<String> arguments) throws UsageException {
        int at = 0;
        while (at < arguments.size()) {
            String argument = arguments.get(at++);
            if (argument.equals("--")) {
                operands.addAll(arguments.subList(at, arguments.size()));
                break;
            }
            if (argument.equals("-") || !argument.startsWith("-")) {
                operands.add(argument);
                continue;
            }
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            Option option = named(equals < 0 ? argument : argument.substring(0, equals));
            if (equals >= 0) {
                add(option, attached(option, argument.substring(equals + 1)));
            } else if (!option.takesValue()) {
                add(option, "");
            } else if (at < arguments.size()) {
                add(option, arguments.get(at++));
            } else {
                throw new UsageException("The option " + option.synopsis() + " has no value.");
            }
        }
        return new Arguments(values, operands);
    }

    private static String attached(Option option, String value) throws UsageException {
        if (!option.takesValue()) {
            // The value may be a secret that was meant for another option.
            throw new UsageException("The option " + option + " takes no value. Leave out = and what follows.");
        }
        return value;
    }

    private Option named(String name) throws UsageException {
        for (Option option : options) {
            if (option.isNamed(name)) {
                return option;
            }
        }
        // More of it may be a secret, as in -psecret.
        String shown = name.startsWith("--") || name.length() <= 2 ? name : name.substring(0, 2);
        List<String> names = options.stream().map(Option::name).collect(Collectors.toList());
        throw new UsageException("There is no option " + Printable.of(shown) + " here."
                + ClosestName.among(names, name)
                        .map(closest -> " Is it " + closest + "?")
                        .orElse(" --help lists them."));
    }

    private void add(Option option, String value) throws UsageException {
        List<String> before = values.computeIfAbsent(option, unused -> new ArrayList<>());
        if (!before.isEmpty() && !option.isRepeatable() && option.takesValue()) {
            throw new UsageException("The option " + option + " stands there twice. It has one value: leave one out.");
        }
        before.add(value);
    }
}
