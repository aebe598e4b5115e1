package io.holdfast.tokenservice.http;

/** Text as it may stand in the markup of a page. */
public final class HtmlText {
    private HtmlText() {}

    /** Any text, escaped for an element's content and for an attribute's value in quotes. */
    public static String escaped(String any) {
        return any.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
