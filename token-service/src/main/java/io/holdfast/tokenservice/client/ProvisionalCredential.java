package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nobody, or a secret. */
final class ProvisionalCredential implements ClientCredential {
    private final String method;
    final @Nullable String secret;

    ProvisionalCredential(String method, @Nullable String secret) {
        this.method = method;
        this.secret = secret;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<String> objectionTo(List<X509Certificate> chain) {
        return Optional.empty();
    }
}
