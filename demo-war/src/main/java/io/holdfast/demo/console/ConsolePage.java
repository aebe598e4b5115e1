package io.holdfast.demo.console;

import io.holdfast.demo.DemoRole;
import io.holdfast.demo.DemoSettings;
import io.holdfast.demo.partner.RecentCall;
import io.holdfast.tokenservice.http.HttpRequest;
import io.holdfast.tokenservice.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The console's HTML: a template of this package with the places filled in, everything escaped. Immutable. */
public final class ConsolePage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private final String template;
    private final String contentSecurityPolicy;
    private final String noCalls;

    private ConsolePage(String template, String style, String noCalls) {
        this.noCalls = noCalls;
        this.template = template;
        this.contentSecurityPolicy = "default-src 'none'; style-src 'sha256-" + sha256(style)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    public static ConsolePage load(DemoSettings settings) {
        String style = resource("console.css");
        String template = resource("console.html")
                .replace("{{style}}", style)
                .replace("{{roles}}", escape(rolesOf(settings)))
                .replace("{{links}}", linksOf(settings));
        String noCalls = settings.enabled(DemoRole.PARTNER_API)
                ? "None yet."
                : "The partner API is not part of this server, so its calls are not seen here.";
        return new ConsolePage(template, style, noCalls);
    }

    /** The page, which holds no script, loads nothing and may not be framed. */
    public HttpResponse handle(HttpRequest request, List<RecentCall> calls) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return HttpResponse.methodNotAllowed("GET, HEAD");
        }
        return HttpResponse.of(200, "text/html;charset=UTF-8", render(calls))
                .header("Content-Security-Policy", contentSecurityPolicy)
                .header("Referrer-Policy", "no-referrer")
                .notStored();
    }

    String render(List<RecentCall> calls) {
        String rows = calls.isEmpty()
                ? "<tr><td colspan=\"6\">" + noCalls + "</td></tr>"
                : calls.stream().map(ConsolePage::row).collect(Collectors.joining("\n"));
        return template.replace("{{calls}}", rows);
    }

    private static String row(RecentCall call) {
        String kind = call.status() < 400 ? "ok" : "no";
        return "<tr><td>" + TIME.format(call.time()) + "</td>"
                + cell(call.client())
                + cell(call.certificate())
                + cell(call.request())
                + "<td class=\"" + kind + "\">" + call.status() + "</td>"
                + cell(call.reason())
                + "</tr>";
    }

    private static String cell(String text) {
        return "<td>" + (text.isEmpty() ? "–" : escape(text)) + "</td>";
    }

    private static String rolesOf(DemoSettings settings) {
        return Arrays.stream(DemoRole.values())
                .filter(settings::enabled)
                .map(DemoRole::settingValue)
                .collect(Collectors.joining(", "));
    }

    private static String linksOf(DemoSettings settings) {
        if (!settings.enabled(DemoRole.TOKEN_SERVICE)) {
            return "<li>The token service is not part of this server.</li>";
        }
        String issuer = settings.issuer().toString();
        String mtls = settings.mtlsBaseUrl().toString();
        return link(issuer + "/.well-known/oauth-authorization-server", "Metadata (RFC 8414)")
                + link(issuer + "/.well-known/openid-configuration", "Metadata (OpenID layout)")
                + link(issuer + "/jwks", "Keys (JWKS)")
                + "<li>Tokens are issued at <code>" + escape(mtls) + "/token</code> (POST, with a certificate).</li>";
    }

    private static String link(String url, String name) {
        return "<li>" + name + ": <a href=\"" + escape(url) + "\">" + escape(url) + "</a></li>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream in = ConsolePage.class.getResourceAsStream(name)) {
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

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, but this one has not", e);
        }
    }
}
