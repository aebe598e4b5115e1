package io.holdfast.doctor.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parsed arguments of one command. Immutable. */
public final class Arguments {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    private final Map<Option, List<String>> values;
    private final List<String> operands;

    Arguments(Map<Option, List<String>> values, List<String> operands) {
        this.values = values;
        this.operands = operands;
    }

    /** True if the option stands there. */
    public boolean has(Option option) {
        return values.containsKey(option);
    }

    /** The value of an option; empty if it does not stand there. */
    public Optional<String> value(Option option) {
        return values(option).stream().findFirst();
    }

    /** All values of a repeatable option. */
    public List<String> values(Option option) {
        return values.getOrDefault(option, List.of());
    }

    /** The value of an option that the command cannot do without. */
    public String required(Option option) throws UsageException {
        return value(option)
                .orElseThrow(() ->
                        new UsageException("The option " + option.synopsis() + " is missing: " + option.text() + "."));
    }

    /** The arguments that are no options, for example the URL. */
    public List<String> operands() {
        return operands;
    }

    /** The only argument that is no option. */
    public String operand(String placeholder) throws UsageException {
        if (operands.size() != 1) {
            throw new UsageException(
                    operands.isEmpty()
                            ? placeholder + " is missing."
                            : "There are " + operands.size() + " arguments that are no options; one is expected: "
                                    + placeholder + ".");
        }
        return operands.get(0);
    }

    /** The longest time of a call, {@code --timeout}. */
    public Duration timeout() throws UsageException {
        Optional<String> given = value(CommonOptions.TIMEOUT);
        return given.isPresent() ? time(CommonOptions.TIMEOUT, given.get()) : DEFAULT_TIMEOUT;
    }

    private static Duration time(Option option, String value) throws UsageException {
        Matcher time = TIME.matcher(value);
        if (time.matches()) {
            long number = Long.parseLong(time.group(1));
            Duration duration = time.group(2).equals("ms")
                    ? Duration.ofMillis(number)
                    : time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
            if (!duration.isZero() && duration.compareTo(LONGEST_TIMEOUT) <= 0) {
                return duration;
            }
        }
        throw new UsageException("The option " + option + " has the value '" + value
                + "'. It is a time from 1ms to 10m, for example 500ms, 10s or 2m.");
    }
}
