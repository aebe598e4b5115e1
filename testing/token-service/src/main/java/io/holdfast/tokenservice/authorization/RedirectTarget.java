package io.holdfast.tokenservice.authorization;

import io.holdfast.tokenservice.http.HttpResponse;
import io.holdfast.tokenservice.http.OAuthErrorException;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registered redirect URI, and the state to give back there (RFC 6749 §4.1.2, RFC 9207 §2). Immutable. */
final class RedirectTarget {
    private final String issuer;
    private final String redirectUri;
    private final @Nullable String state;

    RedirectTarget(String issuer, String redirectUri, Optional<String> state) {
        this.issuer = issuer;
        this.redirectUri = redirectUri;
        this.state = state.orElse(null);
    }

    String redirectUri() {
        return redirectUri;
    }

    HttpResponse withCode(String code) {
        return answer("code=" + encode(code));
    }

    HttpResponse withError(OAuthErrorException e) {
        return answer(
                "error=" + encode(e.error().code()) + "&error_description=" + encode(String.valueOf(e.getMessage())));
    }

    private HttpResponse answer(String parameters) {
        String back = state == null ? "" : "&state=" + encode(state);
        return HttpResponse.seeOther(redirectUri + (redirectUri.indexOf('?') < 0 ? '?' : '&') + parameters + back
                        + "&iss=" + encode(issuer))
                .header("Referrer-Policy", "no-referrer")
                .notStored();
    }

    /**
     * The source expression of a Content Security Policy that lets a form be answered with this redirect: its origin, or
     * its scheme where there is no origin that a policy can name.
     */
    String policySource() {
        URI uri = URI.create(redirectUri);
        String host = uri.getHost();
        if (host == null || host.startsWith("[")) {
            return uri.getScheme() + ":";
        }
        return uri.getScheme() + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static String encode(String text) {
        try {
            return URLEncoder.encode(text, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every Java platform has UTF-8, but this one has not", e);
        }
    }
}
