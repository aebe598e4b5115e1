package io.holdfast.demo.console;

import io.holdfast.demo.settings.DemoRole;
import io.holdfast.demo.settings.DemoSettings;
import java.util.Arrays;

/** The addresses of the token service's public documents. */
final class Links {
    private Links() {}

    static Html of(DemoSettings settings) {
        if (!settings.enabled(DemoRole.TOKEN_SERVICE)) {
            return Html.element("li", "muted", "The token service is not part of this server.");
        }
        String issuer = settings.issuer().toString();
        return Html.joined(Arrays.asList(
                link(issuer + "/.well-known/oauth-authorization-server", "Metadata (RFC 8414)"),
                link(issuer + "/.well-known/openid-configuration", "Metadata (OpenID layout)"),
                link(issuer + "/jwks", "Keys (JWKS)")));
    }

    private static Html link(String url, String name) {
        return Html.ours("<li><a href=\"" + Html.text(url) + "\">" + Html.text(name) + "</a></li>");
    }
}
