package io.holdfast.demo.launcher;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;

/** JSON for people: what is longer than a line has a line for each of its members. */
final class LaidOutJson {
    private static final int WIDTH = 120;

    private LaidOutJson() {}

    static String of(Object value) {
        return of(value, "");
    }

    private static String of(Object value, String indent) {
        String inner = indent + "  ";
        String line = joined(value, "", ", ", "", LaidOutJson::flat);
        return indent.length() + line.length() <= WIDTH || !(value instanceof Map || value instanceof List)
                ? line
                : joined(value, "\n" + inner, ",\n" + inner, "\n" + indent, member -> of(member, inner));
    }

    private static String flat(Object value) {
        return joined(value, "", ", ", "", LaidOutJson::flat);
    }

    private static String joined(
            Object value, String begin, String between, String end, Function<Object, String> members) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(member -> scalar(member.getKey()) + ": " + members.apply(member.getValue()))
                    .collect(Collectors.joining(between, "{" + begin, end + "}"));
        }
        if (value instanceof List<?> list) {
            Stream<String> texts = list.stream().map(members);
            return texts.collect(Collectors.joining(between, "[" + begin, end + "]"));
        }
        return scalar(value);
    }

    /** jose4j writes objects only. */
    private static String scalar(Object value) {
        String object = JsonUtil.toJson(Map.of("", value));
        return object.substring("{\"\":".length(), object.length() - 1);
    }
}
