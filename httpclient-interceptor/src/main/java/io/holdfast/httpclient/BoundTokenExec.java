package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.client.BoundToken;
import io.holdfast.client.KeyRing;
import io.holdfast.keystore.CredentialGeneration;
import java.io.IOException;
import java.util.Optional;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link in the chain: judges a request, attaches the token, and tries once more after a 401. */
final class BoundTokenExec implements ExecChainHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BoundTokenExec.class);

    private final KeyRing keyRing;
    private final AllowedOrigins origins;

    BoundTokenExec(KeyRing keyRing, AllowedOrigins origins) {
        this.keyRing = keyRing;
        this.origins = origins;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Optional<TokenRequest> wanted = Optional.empty();
        if (!request.containsHeader(HttpHeaders.AUTHORIZATION) && origins.allow(scope.route, request.getAuthority())) {
            HttpHost target = scope.route.getTargetHost();
            wanted = keyRing.rules().requestFor(target.getHostName(), target.getPort(), request.getPath());
        }
        if (!wanted.isPresent()) {
            ownConnections(scope.clientContext, keyRing.credentials());
            return chain.proceed(request, scope);
        }
        BoundToken token = keyRing.token(wanted.get());
        ClassicHttpResponse response = proceed(request, token, scope, chain);
        if (!AuthenticateHeader.refusesToken(response)) {
            return response;
        }
        if (!repeatable(request.getEntity())) {
            keyRing.forget(token);
            return response;
        }
        Optional<BoundToken> another = keyRing.replacement(token);
        if (!another.isPresent()) {
            return response;
        }
        LOG.debug("{} refused token {}; trying another.", scope.route.getTargetHost(), token.digest());
        leave(response, scope);
        ClassicHttpResponse second = proceed(request, another.get(), scope, chain);
        if (AuthenticateHeader.refusesToken(second)) {
            keyRing.replacementRefused(another.get());
        }
        return second;
    }

    /**
     * Names the certificate as the state of the connections, so that a pool never lends a connection of one certificate
     * for another. HttpClient's own state would be the certificate's subject, which a renewed one shares.
     */
    private static void ownConnections(HttpClientContext context, CredentialGeneration credentials) {
        Object state = context.getUserToken();
        if (state == null || state instanceof CertificateThumbprint) {
            context.setUserToken(credentials.thumbprint());
        }
    }

    private static ClassicHttpResponse proceed(
            ClassicHttpRequest request, BoundToken token, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ownConnections(scope.clientContext, token.credentials());
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
        return keyRing.toString();
    }
}
