package io.holdfast.httpclient;

import java.security.Principal;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * A scheme that authenticates the connection, done after one answer, and that needs no stored credentials: as NTLM and
 * Negotiate do it with the account that the program runs as.
 */
@SuppressWarnings("deprecation") // what HttpClient 5.2 has
final class ConnectionScheme implements AuthScheme {
    static final String CHALLENGE = "Whole realm=\"x\"";

    private boolean answered;

    /** A context that answers challenges of this scheme. */
    static HttpClientContext context() {
        HttpClientContext context = HttpClientContext.create();
        Lookup<AuthSchemeFactory> schemes = name -> in -> new ConnectionScheme();
        context.setAuthSchemeRegistry(schemes);
        context.setRequestConfig(RequestConfig.custom()
                .setTargetPreferredAuthSchemes(List.of("Whole"))
                .build());
        return context;
    }

    @Override
    public String getName() {
        return "Whole";
    }

    @Override
    public boolean isConnectionBased() {
        return true;
    }

    @Override
    public void processChallenge(AuthChallenge challenge, HttpContext context) {}

    @Override
    public boolean isChallengeComplete() {
        return answered;
    }

    @Override
    public @Nullable String getRealm() {
        return "x";
    }

    @Override
    public boolean isResponseReady(HttpHost host, CredentialsProvider credentials, HttpContext context) {
        return true;
    }

    @Override
    public Principal getPrincipal() {
        return new X500Principal("CN=me");
    }

    @Override
    public String generateAuthResponse(HttpHost host, HttpRequest request, HttpContext context) {
        answered = true;
        return "Whole me";
    }
}
