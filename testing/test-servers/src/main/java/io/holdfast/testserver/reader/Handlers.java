package io.holdfast.testserver.reader;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answers of the applications that read paths in their own way: the handler that was reached, and its input. */
public final class Handlers {
    /** The only partner whose token the tests have. */
    public static final String PARTNER = "server-a";

    private Handlers() {}

    /** The answer of a handler that {@link #PARTNER} must not reach with the scope {@code read} alone. */
    public static String restricted(String handler) {
        return "RESTRICTED " + handler;
    }

    public static String ordinary(String handler) {
        return "ordinary " + handler;
    }

    public static String partner(String name) {
        return name.equals(PARTNER) ? ordinary("own partner") : restricted("other partner");
    }

    /** Answers with a file's name as code points, which no encoding changes. */
    public static String file(String name) {
        return "file " + codePoints(name);
    }

    /** Returns a name as code points, as {@link #file} does. */
    public static String codePoints(String name) {
        return name.codePoints().boxed().toList().toString();
    }

    /**
     * Answers like a servlet that reads the request line itself, in each of the ways in which such servlets do.
     *
     * @param raw the raw path within the application
     */
    public static String ofRaw(String method, String raw) {
        for (String reading : readings(raw)) {
            String handler = ofReading(method.toUpperCase(Locale.ROOT), reading);
            if (handler.startsWith(restricted(""))) {
                return handler;
            }
        }
        return raw.startsWith("/files/")
                ? file(URLDecoder.decode(
                        raw.substring("/files/".length()).replaceAll(";.*", "").replace("+", "%2B"),
                        StandardCharsets.UTF_8))
                : ordinary("other");
    }

    private static List<String> readings(String raw) {
        List<String> readings = new ArrayList<>(List.of(raw, raw.replaceAll(";[^/]*", "")));
        try {
            String decoded = URLDecoder.decode(raw, StandardCharsets.UTF_8);
            readings.addAll(List.of(decoded, decoded.replaceAll(";[^/]*", ""), decoded.replaceAll("/+", "/")));
            readings.add(URI.create("/")
                    .resolve(new URI(null, null, decoded, null).normalize())
                    .getPath());
            readings.add(new URI(raw).normalize().getPath());
        } catch (IllegalArgumentException | URISyntaxException e) {
            return readings; // this reading fails
        }
        readings.removeIf(reading -> reading == null);
        return readings;
    }

    private static String ofReading(String method, String reading) {
        String path = reading.toLowerCase(Locale.ROOT);
        String[] segments = reading.split("/", -1);
        if (path.matches("/(admin|internal)(/.*)?")) {
            return restricted(path.substring(1, 6));
        }
        if (segments.length > 2 && segments[1].equalsIgnoreCase("partners") && !segments[2].isEmpty()) {
            return partner(segments[2]);
        }
        if (path.matches("/(orders/export|api/[^/]+/admin)(\\.[^/]*)?/?")) {
            return restricted("export");
        }
        return path.startsWith("/orders/") && method.equals("DELETE") ? restricted("delete") : ordinary("other");
    }
}
