package io.holdfast.httpclient;

import io.holdfast.binding.CertificateThumbprint;
import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link in the chain: judges a request, attaches the token, and tries once more after a 401. */
final class BoundTokenExec implements ExecChainHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BoundTokenExec.class);

    /** A server that refuses new tokens too will refuse the next: it must not cost the authorization server one each. */
    private static final Duration REST_AFTER_SECOND_REFUSAL = Duration.ofSeconds(10);

    private final TokenCache tokens;
    private final TokenKey key;
    private final AllowedOrigins origins;

    BoundTokenExec(TokenCache tokens, TokenKey key, AllowedOrigins origins) {
        this.tokens = tokens;
        this.key = key;
        this.origins = origins;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ownConnections(scope.clientContext);
        if (request.containsHeader(HttpHeaders.AUTHORIZATION) || !origins.allow(scope.route, request.getAuthority())) {
            return chain.proceed(request, scope);
        }
        CachedToken token = tokens.get(key);
        ClassicHttpResponse response = proceed(request, token, scope, chain);
        if (!AuthenticateHeader.refusesToken(response) || !tokens.mayReplace(key, token)) {
            return response;
        }
        if (!repeatable(request.getEntity())) {
            tokens.drop(key, token);
            return response;
        }
        LOG.debug("{} refused token {}; fetching another.", scope.route.getTargetHost(), token.digest());
        leave(response, scope);
        tokens.drop(key, token);
        CachedToken another = tokens.get(key);
        ClassicHttpResponse second = proceed(request, another, scope, chain);
        if (AuthenticateHeader.refusesToken(second)) {
            tokens.keepFor(key, another, REST_AFTER_SECOND_REFUSAL);
        }
        return second;
    }

    /**
     * Names the certificate as the state of the connections, so that a pool never lends a connection of one certificate
     * for another. HttpClient's own state would be the certificate's subject, which a renewed one shares.
     */
    private void ownConnections(HttpClientContext context) {
        Object state = context.getUserToken();
        if (state == null || state instanceof CertificateThumbprint) {
            context.setUserToken(key.thumbprint());
        }
    }

    private static ClassicHttpResponse proceed(
            ClassicHttpRequest request, CachedToken token, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpRequest authorized = ClassicRequestBuilder.copy(request)
                .setHeader(HttpHeaders.AUTHORIZATION, token.authorization())
                .build();
        // Inner links that start again take the headers from the scope's request: they must find the token there.
        ExecChain.Scope inner =
                new ExecChain.Scope(scope.exchangeId, scope.route, authorized, scope.execRuntime, scope.clientContext);
        return chain.proceed(authorized, inner);
    }

    private static boolean repeatable(@Nullable HttpEntity body) {
        return body == null || body.isRepeatable();
    }

    /** Gives the answer's connection up unread: its body may be endless, and the server may close it anyway. */
    private static void leave(ClassicHttpResponse response, ExecChain.Scope scope) {
        scope.execRuntime.discardEndpoint();
        try {
            response.close();
        } catch (IOException e) {
            LOG.debug(
                    "{} closing a refused request: {}",
                    scope.exchangeId,
                    e.getClass().getName());
        }
    }

    @Override
    public String toString() {
        return key + ", origins " + origins;
    }
}
