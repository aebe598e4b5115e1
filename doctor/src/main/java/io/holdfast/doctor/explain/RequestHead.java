package io.holdfast.doctor.explain;

import io.holdfast.doctor.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The head of a request: its line and its header fields, as {@code curl -v} shows them or a log has them. Immutable. */
final class RequestHead {
    private static final Pattern LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) (/\\S*)(?: HTTP/[0-9.]+)?");

    private static final String MARK = ">";

    private final String method;
    private final String target;
    private final List<String[]> fields;

    private RequestHead(String method, String target, List<String[]> fields) {
        this.method = method;
        this.target = target;
        this.fields = fields;
    }

    static RequestHead of(String method, String target) {
        return new RequestHead(method, target, List.of());
    }

    /** Parses a head, by itself or among all that {@code curl -v} shows; what follows an empty line is passed over. */
    static RequestHead parse(Object option, String text) throws UsageException {
        List<String> lines = lines(text);
        Matcher first = LINE.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!first.matches()) {
            throw new UsageException("The file of " + option + " begins with no request line, for example"
                    + " GET /orders HTTP/1.1. Header fields follow it, a line each.");
        }
        List<String[]> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new UsageException("Line " + number(line, text) + " of the file of " + option
                        + " is no header field: it has no name and colon.");
            }
            fields.add(new String[] {
                line.substring(0, colon).trim(), line.substring(colon + 1).trim()
            });
        }
        return new RequestHead(first.group(1), first.group(2), fields);
    }

    private static int number(String line, String text) {
        List<String> all = List.of(text.split("\\R", -1));
        return 1 + (int) all.stream().takeWhile(other -> !other.endsWith(line)).count();
    }

    /** The lines of the head. {@code curl -v} marks those of requests; the last is the one that was answered last. */
    private static List<String> lines(String text) {
        List<String> all = List.of(text.split("\\R", -1));
        boolean marked = all.stream().anyMatch(line -> line.startsWith(MARK + " "));
        List<String> head = new ArrayList<>();
        boolean ended = false;
        for (String line : all) {
            if (marked ? !line.startsWith(MARK) : line.startsWith("* ")) {
                continue;
            }
            String plain = marked ? line.substring(1).trim() : line;
            if (ended && marked && LINE.matcher(plain).matches()) {
                head.clear();
                ended = false;
            }
            ended = ended || plain.isEmpty();
            if (!ended) {
                head.add(plain);
            }
        }
        return head;
    }

    /** This head with one more field. */
    RequestHead with(String name, String value) {
        List<String[]> more = new ArrayList<>(fields);
        more.add(new String[] {name, value});
        return new RequestHead(method, target, more);
    }

    /** This head with another text in place of one in all its fields. */
    RequestHead replacing(String one, String other) {
        List<String[]> replaced = new ArrayList<>();
        fields.forEach(field -> replaced.add(new String[] {field[0], field[1].replace(one, other)}));
        return new RequestHead(method, target, replaced);
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field[0].equalsIgnoreCase(name))
                .map(field -> field[1])
                .collect(Collectors.toList());
    }
}
