package io.holdfast.tokenservice.client;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** {@code tls_client_auth}: a valid chain to one of our authorities, and the registered subject (RFC 8705 §2.1). */
final class AuthorityIssuedCredential implements ClientCredential {
    static final String METHOD = "tls_client_auth";

    private final ClientAuthorities authorities;
    private final CertificateSubject subject;

    AuthorityIssuedCredential(ClientAuthorities authorities, CertificateSubject subject) {
        this.authorities = authorities;
        this.subject = subject;
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public Optional<String> objectionTo(List<X509Certificate> chain) {
        Optional<String> invalid = authorities.objectionTo(chain);
        if (invalid.isPresent()) {
            return invalid;
        }
        return subject.matches(chain.get(0))
                ? Optional.empty()
                : Optional.of("its certificate is not the one with the registered " + subject);
    }
}
