package io.holdfast.demo.console;

import io.holdfast.tokenservice.http.HtmlText;
import java.util.Collection;
import java.util.stream.Collectors;

/** Markup that may stand on a page unchanged: it came from a template, or was escaped. Immutable. */
final class Html {
    static final Html NOTHING = new Html("");

    private final String markup;

    private Html(String markup) {
        this.markup = markup;
    }

    /** Any text, escaped for an element's content and for an attribute's value in quotes. */
    static Html text(String any) {
        return new Html(HtmlText.escaped(any));
    }

    /** Wraps markup of our own: a constant, or a filled-in template. Never input from outside. */
    static Html ours(String markup) {
        return new Html(markup);
    }

    static Html joined(Collection<Html> parts) {
        return new Html(parts.stream().map(Html::toString).collect(Collectors.joining("\n")));
    }

    /** Makes an element of our own without attributes but a class, around any text. */
    static Html element(String name, String cssClass, String any) {
        String attribute = cssClass.isEmpty() ? "" : " class=\"" + text(cssClass) + "\"";
        return new Html("<" + name + attribute + ">" + text(any) + "</" + name + ">");
    }

    Html and(Html next) {
        return new Html(markup + next.markup);
    }

    @Override
    public String toString() {
        return markup;
    }
}
