package io.holdfast.resource;

import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.TlsCertificateSource;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.token.AccessTokenVerifier;
import java.io.Closeable;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A protected resource of one issuer whose tokens a given verifier verifies. */
final class ResourceOfOneIssuer {
    private ResourceOfOneIssuer() {}

    /** A place with an audit log of its own, which warns once a minute. */
    static ResourcePlace place() {
        return ResourcePlace.of("", new AuditLog()).named("/orders/holdfast");
    }

    /** An issuer whose tokens this verifier verifies. */
    static TrustedIssuer issuer(IssuerSettings settings, AccessTokenVerifier verifier) {
        return new TrustedIssuer(settings, new IssuerVerification(settings.madeOf(), verifier, new OpenParts(), null) {
            @Override
            void fetch() {}

            @Override
            void distrust() {}

            @Override
            IssuerStatus ofSources(String issuer) {
                return new IssuerStatus(issuer, IssuerHealth.UP, Optional.empty(), Optional.empty(), null);
            }
        });
    }

    static ProtectedResource open(Map<String, String> settings, AccessTokenVerifier verifier) {
        return open(settings, verifier, () -> {});
    }

    static ProtectedResource open(Map<String, String> settings, AccessTokenVerifier verifier, Closeable connection) {
        return open(settings, verifier, connection, new TlsCertificateSource(), Clock.systemUTC());
    }

    static ProtectedResource open(
            Map<String, String> settings,
            AccessTokenVerifier verifier,
            Closeable connection,
            ClientCertificateSource certificates,
            Clock clock) {
        try {
            ResourceSettings parsed = ResourceSettings.parse(settings);
            TrustedIssuer issuer = issuer(parsed.issuers().get(0), verifier);
            OpenParts parts = new OpenParts();
            parts.add(connection);
            return new ProtectedResource(
                    place(),
                    parsed,
                    certificates,
                    new TrustedIssuers(List.of(issuer), Optional.empty(), parsed.maxTokenLength(), parts),
                    clock);
        } catch (SettingsException e) {
            throw new IllegalStateException(e);
        }
    }
}
