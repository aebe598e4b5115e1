package io.holdfast.resource;

import io.holdfast.access.AccessRule;
import io.holdfast.access.AccessRules;
import io.holdfast.access.AccessRuling;
import io.holdfast.access.EnforcementMode;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.certificate.ClientCertificate;
import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.ResourceSettings;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about requests that must not pass: refuses a request, or reports it where the path is only
 * reported about. The answer depends on the reason, the settings and the missing scopes alone, so it is made beforehand.
 * Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750 section 3, "The WWW-Authenticate Response
 *     Header Field"</a>
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final @Nullable String door;
    private final ResourceSettings settings;
    private final BearerChallenge challenge;
    private final EnforcementMode strictest; // of all paths
    private final CertificateBindings bindings;
    private final Map<RefusalReason, List<ResponseHeader>> headers = new EnumMap<>(RefusalReason.class);
    private final Map<RefusalReason, ResponseBody> problems = new EnumMap<>(RefusalReason.class);
    private final Map<AccessRule, List<ResponseHeader>> ofScopes = new HashMap<>();
    private final List<ResponseHeader> ofReports;

    Refusals(
            @Nullable String door,
            ResourceSettings settings,
            Optional<ResourceMetadata> metadata,
            EnforcementMode strictest,
            CertificateBindings bindings) {
        this.door = door;
        this.settings = settings;
        BearerChallenge plain = BearerChallenge.of(settings.realm());
        this.challenge =
                metadata.map(known -> plain.resourceMetadata(known.url())).orElse(plain);
        this.strictest = strictest;
        this.bindings = bindings;
        this.ofReports = settings.proxy()
                .map(proxy -> Collections.singletonList(new ResponseHeader("Vary", proxy.header() + ", Authorization")))
                .orElse(Collections.emptyList());
        for (RefusalReason reason : RefusalReason.values()) {
            headers.put(reason, headers(reason, challenge, settings.requiredScopes(), settings.retryAfter()));
            problems.put(reason, ProblemDetails.of(reason));
        }
        settings.accessRules().rules().forEach(rule -> ofScopes.put(rule, insufficient(rule.scopes())));
        ofScopes.put(AccessRules.ANY_TOKEN, insufficient(Collections.emptySet()));
    }

    /**
     * The headers of an answer.
     *
     * @param about the challenge without an error
     */
    static List<ResponseHeader> headers(
            RefusalReason reason, BearerChallenge about, Collection<String> scopes, Duration retryAfter) {
        List<ResponseHeader> headers = new ArrayList<>();
        if (reason.status() < 500) {
            headers.add(new ResponseHeader(
                    "WWW-Authenticate", challenge(reason, about, scopes).toString()));
        }
        if (reason == RefusalReason.VERIFICATION_UNAVAILABLE) {
            headers.add(new ResponseHeader("Retry-After", String.valueOf(Math.max(1, retryAfter.getSeconds()))));
        }
        headers.add(new ResponseHeader("Cache-Control", "no-store"));
        return Collections.unmodifiableList(headers);
    }

    private static BearerChallenge challenge(
            RefusalReason reason, BearerChallenge challenge, Collection<String> scopes) {
        String error = reason.error();
        if (error == null) {
            return challenge;
        }
        BearerChallenge withError = challenge.error(error, reason.description());
        return reason == RefusalReason.SCOPE_INSUFFICIENT ? withError.scope(scopes) : withError;
    }

    private List<ResponseHeader> insufficient(Set<String> ofTheRules) {
        Set<String> scopes = new LinkedHashSet<>(settings.requiredScopes());
        scopes.addAll(ofTheRules);
        return headers(RefusalReason.SCOPE_INSUFFICIENT, challenge, scopes, settings.retryAfter());
    }

    /**
     * Decides about a request that a check or a fault of our own has ended.
     *
     * @param client null if nothing is known of the connection, or it was looked at before
     * @param mode the treatment of the request, unless it is {@link RefusedException#isOnlyReported only reported}
     * @param hidden the headers that the application must not see
     */
    AccessDecision after(
            Throwable cause,
            ResourceRequest request,
            @Nullable ClientCertificate client,
            EnforcementMode mode,
            HiddenHeaders hidden) {
        if (cause instanceof RefusedException) {
            return afterCheck((RefusedException) cause, request, client, mode, hidden);
        }
        RefusalReason reason = RefusalReason.INTERNAL_ERROR;
        try {
            // Its message may hold parts of the request, so only its type and place are logged.
            String type = cause.getClass().getName();
            Throwable place = new IllegalStateException(type);
            place.setStackTrace(cause.getStackTrace());
            LOG.error("A request could not be checked.", place);
            RefusedException refusal = new RefusedException(reason, "A fault of this resource: " + type);
            return afterCheck(refusal, request, client, mode, hidden);
        } catch (RuntimeException | Error e) {
            // The request itself or the log is broken. Without a word, then.
            return mode == EnforcementMode.ENFORCE
                    ? new AccessDecision.Refused(reason, prepared(reason), null, null, hidden)
                    : new AccessDecision.Report(reason, null, ofReports, hidden);
        }
    }

    /** Decides after a fault before anything is known of the connection, so that a token may have come in the clear. */
    AccessDecision afterFault(Throwable fault, ResourceRequest request, HiddenHeaders hidden) {
        EnforcementMode mode = EnforcementMode.ENFORCE;
        try {
            mode = BearerCredentials.areIn(request) && !request.secure() ? mode : strictest;
        } catch (RuntimeException | Error e) {
            // The request itself is broken.
        }
        return after(fault, request, null, mode, hidden);
    }

    private AccessDecision afterCheck(
            RefusedException refusal,
            ResourceRequest request,
            @Nullable ClientCertificate client,
            EnforcementMode mode,
            HiddenHeaders hidden) {
        RefusedException cause = refusal;
        boolean enforced = mode == EnforcementMode.ENFORCE && !refusal.isOnlyReported();
        if (!enforced && client != null) {
            try {
                // A token that was sent in the clear is lost; to let it pass would only teach its sender to go on.
                BearerCredentials.requireNoneInTheClear(request, client);
            } catch (RefusedException e) {
                cause = e;
            }
        }
        enforced |= cause.reason() == RefusalReason.TRANSPORT_INSECURE;
        PresentedCertificate presented = presented(client);
        AccessRefusal told = new AccessRefusal(door, request, cause, presented, enforced);
        return enforced
                ? new AccessDecision.Refused(cause.reason(), headers(cause), body(request, cause), told, hidden)
                : new AccessDecision.Report(cause.reason(), told, ofReports, hidden);
    }

    private @Nullable PresentedCertificate presented(@Nullable ClientCertificate client) {
        try {
            X509Certificate certificate = client == null ? null : client.certificate();
            if (certificate != null) {
                return new PresentedCertificate(certificate, bindings.thumbprint(certificate));
            }
            CertificateThumbprint alone = client == null ? null : client.thumbprint();
            return alone == null ? null : new PresentedCertificate(null, alone);
        } catch (RuntimeException e) {
            return null; // one that has no encoding; that is why it is refused
        }
    }

    private List<ResponseHeader> headers(RefusedException refusal) {
        AccessRuling ruling = refusal.ruling();
        if (ruling == null || refusal.reason() != RefusalReason.SCOPE_INSUFFICIENT) {
            return prepared(refusal.reason());
        }
        List<ResponseHeader> ofOneRule = ruling.others() == null ? ofScopes.get(ruling.rule()) : null;
        return ofOneRule != null ? ofOneRule : insufficient(ruling.scopes());
    }

    private List<ResponseHeader> prepared(RefusalReason reason) {
        return Objects.requireNonNull(headers.get(reason));
    }

    private @Nullable ResponseBody body(ResourceRequest request, RefusedException refusal) {
        return settings.problemBodies() && ProblemDetails.isWantedBy(request) ? problems.get(refusal.reason()) : null;
    }
}
