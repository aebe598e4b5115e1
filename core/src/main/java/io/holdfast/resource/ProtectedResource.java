package io.holdfast.resource;

import io.holdfast.binding.BindingFailure;
import io.holdfast.binding.BindingPolicy;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.TlsCertificateSource;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.token.VerifiedToken;
import java.io.Closeable;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A protected resource: it decides of each request whether it may pass.
 *
 * <p>A request passes when its access token is valid here <em>and</em> its connection was made with the certificate
 * that the token is bound to. The second is decided anew for each request, whatever was decided before.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 section 3, "Mutual-TLS Client
 *     Certificate-Bound Access Tokens"</a>
 */
public final class ProtectedResource implements Closeable {
    private final ClientCertificateSource certificates = new TlsCertificateSource();
    private final TrustedIssuers issuers;
    private final Set<String> requiredScopes;
    private final String rolePrefix;
    private final Map<RefusalReason, AccessDecision> refusals = new EnumMap<>(RefusalReason.class);
    private final DecisionLog log = new DecisionLog();
    private volatile boolean closed;

    ProtectedResource(ResourceSettings settings, TrustedIssuers issuers) {
        this.issuers = issuers;
        this.requiredScopes = settings.requiredScopes();
        this.rolePrefix = settings.rolePrefix();
        for (RefusalReason reason : RefusalReason.values()) {
            Refusal refusal = Refusal.of(reason, settings.realm(), requiredScopes, settings.retryAfter());
            refusals.put(reason, AccessDecision.refuse(refusal));
        }
    }

    /**
     * Opens the protected resource that the settings describe. It reads the trust store but calls nobody: the
     * authorization server may start later.
     *
     * @throws SettingsException if the trust store cannot be used
     */
    public static ProtectedResource open(ResourceSettings settings) throws SettingsException {
        return ResourceAssembly.open(settings);
    }

    /**
     * Decides whether a request may pass. It throws no exception: what goes wrong here is a refusal with status 500.
     */
    public AccessDecision decide(ResourceRequest request) {
        try {
            @Nullable X509Certificate certificate = certificates.certificateOf(request);
            String credentials = BearerCredentials.tokenOf(request);
            requireTls(request);
            requireOpen();
            TrustedIssuer issuer = issuers.of(credentials);
            VerifiedToken token = issuer.verify(credentials);
            requireBinding(issuer.binding(), token, certificate);
            requireScopes(token);
            return AccessDecision.permit(token, principal(token, issuer.principalClaim()));
        } catch (RefusedException e) {
            log.refused(request, e);
            return refusal(e.reason());
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            log.failed(request, e);
            return refusal(RefusalReason.INTERNAL_ERROR);
        }
    }

    private static void requireTls(ResourceRequest request) throws RefusedException {
        if (!request.secure()) {
            throw new RefusedException(
                    RefusalReason.TRANSPORT_INSECURE,
                    "A token came over plain HTTP: whoever listened has it. Offer this path over https only.");
        }
    }

    private void requireOpen() throws RefusedException {
        if (closed) {
            throw new RefusedException(
                    RefusalReason.VERIFICATION_UNAVAILABLE,
                    "The protected resource is closed: the server is stopping.");
        }
    }

    private static void requireBinding(
            BindingPolicy binding, VerifiedToken token, @Nullable X509Certificate certificate) throws RefusedException {
        CertificateThumbprint presented = certificate == null ? null : CertificateThumbprint.of(certificate);
        Optional<BindingFailure> failure = binding.check(token.confirmation(), presented);
        if (failure.isPresent()) {
            throw new RefusedException(
                    RefusalReason.of(failure.get()),
                    token,
                    "the token's confirmation is " + token.confirmation() + ", the request's certificate "
                            + (presented == null ? "missing" : presented));
        }
    }

    private void requireScopes(VerifiedToken token) throws RefusedException {
        if (!token.scopes().containsAll(requiredScopes)) {
            throw new RefusedException(
                    RefusalReason.SCOPE_INSUFFICIENT, token, "the setting requiredScopes asks for " + requiredScopes);
        }
    }

    private AccessTokenPrincipal principal(VerifiedToken token, String principalClaim) throws RefusedException {
        Object name = token.claim(principalClaim).orElse("");
        if (!(name instanceof String) || ((String) name).isEmpty()) {
            throw new RefusedException(
                    RefusalReason.TOKEN_CLAIM_MISSING,
                    token,
                    "the token has no text in the claim '" + principalClaim
                            + "', which the setting principalClaim names");
        }
        Set<String> roles = new LinkedHashSet<>();
        token.scopes().forEach(scope -> roles.add(rolePrefix + scope));
        return new AccessTokenPrincipal((String) name, roles);
    }

    private AccessDecision refusal(RefusalReason reason) {
        return Objects.requireNonNull(refusals.get(reason));
    }

    /** Ends the connections to the authorization servers. Requests that are decided afterwards are refused with 503. */
    @Override
    public void close() {
        closed = true;
        issuers.close();
    }
}
