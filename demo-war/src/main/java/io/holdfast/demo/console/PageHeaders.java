package io.holdfast.demo.console;

import io.holdfast.tokenservice.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, but this one has not", e);
        }
    }
}
