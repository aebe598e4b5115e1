package io.holdfast.demo.console;

import io.holdfast.text.Sha256;
import io.holdfast.tokenservice.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The response headers of every page: it runs no script, loads nothing and may not be framed. Immutable. */
final class PageHeaders {
    private final String contentSecurityPolicy;

    /** @param style the text of the only allowed style element */
    PageHeaders(String style) {
        this.contentSecurityPolicy = "default-src 'none'; style-src 'sha256-" + sha256(style)
                + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    HttpResponse page(int status, Html page) {
        return HttpResponse.of(status, "text/html;charset=UTF-8", page.toString())
                .header("Content-Security-Policy", contentSecurityPolicy)
                // Without any referrer, browsers would hide the origin of our own forms.
                .header("Referrer-Policy", "same-origin")
                .notStored();
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
