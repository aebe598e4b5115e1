package io.holdfast.demo.console;

import io.holdfast.tokenservice.http.HttpResponse;

/** The page with the reason why an action was refused. Immutable. */
final class RefusalPage {
    private static final Template TEMPLATE = Template.load("refusal.html");
    private final String style;
    private final PageHeaders headers;

    RefusalPage(String style, PageHeaders headers) {
        this.style = style;
        this.headers = headers;
    }

    HttpResponse of(int status, String reason) {
        return headers.page(
                status,
                TEMPLATE.filling()
                        .with("style", Html.ours(style))
                        .with("reason", reason)
                        .render());
    }
}
