package io.holdfast.httpclient;

import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.binding.CertificateThumbprint;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes two tokens interchangeable: the same authorization server, client, scopes, resources and certificate.
 * Immutable; scopes and resources are sets, their order does not count.
 */
final class TokenKey {
    private final String authorizationServer;
    private final String clientId;
    private final TokenRequest request;
    private final CertificateThumbprint thumbprint;

    TokenKey(String authorizationServer, String clientId, TokenRequest request, CertificateThumbprint thumbprint) {
        this.authorizationServer = authorizationServer;
        this.clientId = clientId;
        this.request = request;
        this.thumbprint = thumbprint;
    }

    TokenRequest request() {
        return request;
    }

    CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    private List<Object> parts() {
        return Arrays.asList(authorizationServer, clientId, request, thumbprint);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenKey && parts().equals(((TokenKey) other).parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    @Override
    public String toString() {
        return "TokenKey[" + authorizationServer + ", client " + clientId + ", " + request + ", certificate "
                + thumbprint.value() + "]";
    }
}
