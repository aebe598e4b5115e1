package io.holdfast.demo.console;

/** A sign beside a word, never instead of one. */
enum Icon {
    YES("<path d=\"M5 12.5l4.5 4.5L19 7.5\"/>"),
    NO("<path d=\"M6.5 6.5l11 11M17.5 6.5l-11 11\"/>"),
    /** A shield: somebody was refused, as expected. */
    KEPT_OUT(
            "<path d=\"M12 3l7.5 2.7v5.6c0 4.6-3.1 8-7.5 9.7-4.4-1.7-7.5-5.1-7.5-9.7V5.7z\"/><path d=\"M8.6 12l2.4 2.5 4.4-5\"/>"),
    INFO("<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v5.5M12 7.6v.1\"/>");

    private final String shape;

    Icon(String shape) {
        this.shape = shape;
    }

    Html large() {
        return svg("icon");
    }

    Html small() {
        return svg("icon small-icon");
    }

    private Html svg(String cssClass) {
        return Html.ours(
                "<svg class=\"" + cssClass + "\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">" + shape + "</svg>");
    }
}
