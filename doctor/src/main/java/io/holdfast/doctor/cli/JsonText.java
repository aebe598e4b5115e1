package io.holdfast.doctor.cli;

import java.util.Map;

/** Writes JSON in ASCII: maps, lists, texts, numbers, booleans and null. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    static String of(Map<String, ?> object) {
        JsonText json = new JsonText();
        json.value(object, "\n");
        return json.text.toString();
    }

    private void value(Object value, String line) {
        if (value instanceof Map) {
            all(((Map<?, ?>) value).entrySet(), '{', '}', line);
        } else if (value instanceof Iterable) {
            all((Iterable<?>) value, '[', ']', line);
        } else if (value instanceof Map.Entry) {
            Map.Entry<?, ?> member = (Map.Entry<?, ?>) value;
            string(String.valueOf(member.getKey()));
            text.append(": ");
            value(member.getValue(), line);
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else {
            string(value.toString());
        }
    }

    private void all(Iterable<?> elements, char first, char last, String line) {
        text.append(first);
        String inside = line + "  ";
        String before = inside;
        for (Object element : elements) {
            text.append(before);
            value(element, inside);
            before = "," + inside;
        }
        text.append(before.equals(inside) ? "" : line).append(last);
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
