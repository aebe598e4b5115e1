package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.certificate.ClientCertificate;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.token.VerifiedToken;
import java.io.Closeable;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

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
    private final ClientCertificateSource certificates;
    private final CertificateBindings bindings;
    private final TrustedIssuers issuers;
    private final PathAccess paths;
    private final Map<RefusalReason, AccessDecision> refusals = new EnumMap<>(RefusalReason.class);
    private final DecisionLog log = new DecisionLog();
    private volatile boolean closed;

    ProtectedResource(
            ResourceSettings settings, ClientCertificateSource certificates, TrustedIssuers issuers, Clock clock) {
        this.certificates = certificates;
        this.bindings = new CertificateBindings(settings.certificateValidity(), clock);
        this.issuers = issuers;
        this.paths = new PathAccess(settings);
        for (RefusalReason reason : RefusalReason.values()) {
            Refusal refusal = Refusal.of(reason, settings.realm(), settings.requiredScopes(), settings.retryAfter());
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
        HiddenHeaders hidden = certificates.headers();
        try {
            ClientCertificate client = certificates.of(request);
            hidden = client.hiddenHeaders();
            return decide(request, client).about(client);
        } catch (RuntimeException | Error e) {
            return failed(request, e).hiding(hidden);
        }
    }

    private AccessDecision decide(ResourceRequest request, ClientCertificate client) {
        try {
            AccessRule rule = paths.ruleFor(request);
            if (PathAccess.isOpen(rule)) {
                return permitAnybody(request, client);
            }
            String credentials = BearerCredentials.tokenOf(request);
            requireTls(client);
            requireOpen();
            TrustedIssuer issuer = issuers.of(credentials);
            VerifiedToken token = issuer.verify(credentials);
            bindings.require(issuer.binding(), token, client.certificate());
            paths.requireMet(rule, token, request);
            return AccessDecision.permit(token, issuer.principal(token));
        } catch (RefusedException e) {
            return refused(request, e);
        }
    }

    /**
     * Decides about a dispatch inside the container: a forward, an include, an asynchronous or an error dispatch of a
     * request that was decided about before. It may lead to a path with another rule. The token is not verified again,
     * and the certificate is still that of the same request.
     *
     * @param request the request as it is dispatched, with the path that it leads to
     * @param earlier what was decided about the same request before
     * @return {@code earlier} itself where it still holds; any other hides the same headers at least
     */
    public AccessDecision decide(ResourceRequest request, AccessDecision earlier) {
        AccessDecision decision = decideAgain(request, earlier);
        return decision == earlier ? earlier : decision.hiding(earlier.hiddenHeaders());
    }

    private AccessDecision decideAgain(ResourceRequest request, AccessDecision earlier) {
        if (earlier.permitted() && !earlier.authenticated()) {
            return decide(request);
        }
        if (paths.isUniform()) {
            return earlier;
        }
        try {
            AccessRule rule = paths.ruleFor(request);
            if (earlier.authenticated()) {
                return requireMet(rule, earlier, request);
            }
            return PathAccess.isOpen(rule) ? decide(request) : earlier;
        } catch (RefusedException e) {
            return refused(request, e);
        } catch (RuntimeException | Error e) {
            return failed(request, e);
        }
    }

    private AccessDecision requireMet(AccessRule rule, AccessDecision earlier, ResourceRequest request)
            throws RefusedException {
        if (!PathAccess.isOpen(rule)) {
            paths.requireMet(rule, earlier.token(), request);
        }
        return earlier;
    }

    /** No token is looked at on an open path; but one that came over plain HTTP is lost, wherever it was sent. */
    private static AccessDecision permitAnybody(ResourceRequest request, ClientCertificate client)
            throws RefusedException {
        if (BearerCredentials.areIn(request)) {
            requireTls(client);
        }
        return AccessDecision.permitAnybody();
    }

    private AccessDecision refused(ResourceRequest request, RefusedException refusal) {
        log.refused(request, refusal);
        AccessRule rule = refusal.rule();
        return rule != null && refusal.reason() == RefusalReason.SCOPE_INSUFFICIENT
                ? paths.insufficientScope(rule)
                : refusal(refusal.reason());
    }

    private AccessDecision failed(ResourceRequest request, Throwable fault) {
        log.failed(request, fault);
        return refusal(RefusalReason.INTERNAL_ERROR);
    }

    private static void requireTls(ClientCertificate client) throws RefusedException {
        if (!client.overTls()) {
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
