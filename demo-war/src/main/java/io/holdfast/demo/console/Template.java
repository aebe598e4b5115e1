package io.holdfast.demo.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A resource of this package with placeholders like <code>{{name}}</code>, each of which must be filled in. Filled-in
 * text is not searched for placeholders. Immutable.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /**
     * Reads a resource of this package.
     *
     * @throws IllegalStateException if the application lacks it
     */
    static Template load(String name) {
        return new Template(resource(name));
    }

    Filling filling() {
        return new Filling(text);
    }

    /** Returns the text of a resource of this package. */
    static String resource(String name) {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The application lacks its resource " + name);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
            }
            return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not for use by several threads. */
    static final class Filling {
        private final String text;
        private final Map<String, Html> values = new HashMap<>();

        private Filling(String text) {
            this.text = text;
        }

        Filling with(String place, Html value) {
            values.put(place, value);
            return this;
        }

        /** Fills in text, escaped. */
        Filling with(String place, String any) {
            return with(place, Html.text(any));
        }

        /** @throws IllegalStateException if a place is still empty */
        Html render() {
            Matcher place = PLACE.matcher(text);
            StringBuffer out = new StringBuffer(text.length() * 2);
            while (place.find()) {
                Html value = values.get(place.group(1));
                if (value == null) {
                    throw new IllegalStateException("Nothing was given for " + place.group());
                }
                place.appendReplacement(out, Matcher.quoteReplacement(value.toString()));
            }
            return Html.ours(place.appendTail(out).toString());
        }
    }
}
