package io.holdfast.tokenservice.authorization;

import static io.holdfast.tokenservice.http.HtmlText.escaped;

import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.util.Set;

/** The pages of the authorization endpoint: plain HTML without script, which no other page can frame. Immutable. */
final class LoginPage {
    static final String REQUEST = "request";
    static final String USER = "user";

    private final Set<String> users;

    LoginPage(Set<String> users) {
        this.users = users;
    }

    /** Asks who the user is. */
    HttpResponse login(String id, AuthorizationRequest request) {
        StringBuilder body = new StringBuilder("<h1>Who are you?</h1>\n")
                .append("<p>The client <strong>")
                .append(escaped(request.client().id()))
                .append("</strong> wants to work for you at ")
                .append(escaped(String.join(", ", request.target().audience())))
                .append(request.target().scopes().isEmpty() ? "" : ", with the scopes ")
                .append(escaped(String.join(" ", request.target().scopes())))
                .append(".</p>\n<p>This is a demonstration: it asks for no password.</p>\n")
                .append("<form method=\"post\" action=\"authorize\"><input type=\"hidden\" name=\"" + REQUEST
                        + "\" value=\"")
                .append(escaped(id))
                .append("\">\n");
        if (users.isEmpty()) {
            body.append("<p>No users are registered: name some in <code>users</code> of the registrations file.</p>\n");
        }
        for (String user : users) {
            body.append("<p><button name=\"" + USER + "\" value=\"")
                    .append(escaped(user))
                    .append("\">I am ")
                    .append(escaped(user))
                    .append(", and I allow it</button></p>\n");
        }
        body.append("<p><button>I do not allow it</button></p>\n</form>");
        return page(
                200, "Log in", body.toString(), "'self' " + request.redirect().policySource());
    }

    /** Tells what is wrong with a request whose sender cannot be told. */
    HttpResponse error(OAuthErrorException e) {
        String body = "<h1>This does not work</h1>\n<p>" + escaped(String.valueOf(e.getMessage())) + " ("
                + e.error().code() + ").</p>";
        return page(e.error().status(), "Error", body, "'none'");
    }

    /** @param formAction where forms may be sent and be redirected to */
    private static HttpResponse page(int status, String title, String body, String formAction) {
        String html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + title
                + " - Holdfast token service</title>\n</head>\n<body>\n<main>\n" + body
                + "\n</main>\n</body>\n</html>\n";
        return HttpResponse.of(status, "text/html; charset=utf-8", html)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action " + formAction)
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .notStored();
    }
}
