package io.holdfast.resource;

import io.holdfast.access.EnforcementMode;
import io.holdfast.access.HeldRules;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.certificate.ClientCertificate;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.token.Sender;
import io.holdfast.token.VerifiedToken;
import java.io.Closeable;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final ResourcePlace place;
    private final ResourceSettings settings;
    private final ClientCertificateSource certificates;
    private final CertificateBindings bindings;
    private final TrustedIssuers issuers;
    private final PathAccess paths;
    private final OwnAnswers answers;

    /** What the application does not see of a request whose token was accepted. */
    private final HiddenHeaders withheld;

    private final Map<RefusalReason, AccessDecision> refusals = new EnumMap<>(RefusalReason.class);
    private final Map<RefusalReason, ResponseBody> problems = new EnumMap<>(RefusalReason.class);
    private volatile boolean closed;

    ProtectedResource(
            ResourcePlace place,
            ResourceSettings settings,
            ClientCertificateSource certificates,
            TrustedIssuers issuers,
            Clock clock) {
        this.place = place;
        this.settings = settings;
        this.certificates = certificates;
        this.bindings = new CertificateBindings(settings.certificateValidity(), clock);
        this.issuers = issuers;
        this.withheld = settings.withholdAuthorization() ? HiddenHeaders.of("Authorization") : HiddenHeaders.none();
        ResourceMetadata metadata =
                ResourceMetadata.of(settings, place.contextPath()).orElse(null);
        BearerChallenge challenge = BearerChallenge.of(settings.realm());
        BearerChallenge whole = metadata == null ? challenge : challenge.resourceMetadata(metadata.url());
        this.paths = new PathAccess(settings, whole);
        this.answers =
                new OwnAnswers(metadata, settings.publication().healthPath().orElse(null), issuers);
        for (RefusalReason reason : RefusalReason.values()) {
            Refusal refusal = Refusal.of(reason, whole, settings.requiredScopes(), settings.retryAfter());
            refusals.put(reason, AccessDecision.refuse(refusal));
            problems.put(reason, ProblemDetails.of(reason));
        }
    }

    /**
     * Opens the protected resource that the settings describe. It reads the trust store and waits for nobody: the metadata
     * and keys of the issuers are fetched in the background from now on, and an authorization server may start later.
     *
     * @throws SettingsException if the trust store cannot be used
     */
    public static ProtectedResource open(ResourceSettings settings, ResourcePlace place) throws SettingsException {
        return ResourceAssembly.open(settings, place);
    }

    /**
     * Opens another one in the same place, with other settings. Of issuers whose settings are the same it takes over what
     * is known of their keys and tokens, so that nothing is fetched again for them. This one still decides until it is
     * closed, which ends only what the other has not taken over.
     *
     * @throws SettingsException if a file that the settings name cannot be used; then nothing has changed
     */
    public ProtectedResource reopen(ResourceSettings changed) throws SettingsException {
        ProtectedResource other = ResourceAssembly.reopen(
                changed,
                place,
                issuers.all().stream().map(TrustedIssuer::verification).collect(Collectors.toList()));
        issuers.leaveTo(other.issuers);
        return other;
    }

    /** Whether the path is that of this resource's metadata or health, which belong to no application. */
    public boolean answersItself(ResourceRequest request) {
        return answers.areAt(request);
    }

    /** What it was opened with. */
    public ResourceSettings settings() {
        return settings;
    }

    /**
     * The paths within the application that a resource with these settings has promised to answer itself: of metadata and
     * of health.
     *
     * @param contextPath as in {@link ResourcePlace#of}
     */
    public static Set<String> ownPaths(ResourceSettings settings, String contextPath) {
        Set<String> paths = new LinkedHashSet<>();
        ResourceMetadata.of(settings, contextPath)
                .flatMap(ResourceMetadata::promisedPath)
                .ifPresent(paths::add);
        settings.publication().healthPath().ifPresent(paths::add);
        return paths;
    }

    /** What is known of each issuer now. */
    public List<IssuerStatus> issuers() {
        return issuers.all().stream().map(IssuerStatus::of).collect(Collectors.toList());
    }

    /**
     * Decides whether a request may pass, and tells the listener. It throws no exception: what goes wrong here is a
     * refusal with status 500.
     */
    public AccessDecision decide(ResourceRequest request) {
        return told(judge(request));
    }

    private AccessDecision told(AccessDecision decision) {
        AccessRefusal refusal = decision.refusal();
        if (refusal != null) {
            place.listener().refused(refusal);
        } else if (decision.authenticated()) {
            place.listener().accepted(decision.token());
        } else if (decision.permitted() && !decision.reason().isPresent()) {
            place.listener().passedOpenPath();
        }
        return decision;
    }

    private AccessDecision judge(ResourceRequest request) {
        HiddenHeaders hidden = certificates.headers();
        try {
            ClientCertificate client = certificates.of(request);
            hidden = client.hiddenHeaders();
            return judge(request, client).about(client);
        } catch (RuntimeException | Error e) {
            return failed(request, null, e, modeOfAFault(request)).hiding(hidden);
        }
    }

    /** Nothing is known of the connection, so a token may have come in the clear. */
    private EnforcementMode modeOfAFault(ResourceRequest request) {
        try {
            return BearerCredentials.areIn(request) && !request.secure()
                    ? EnforcementMode.ENFORCE
                    : paths.strictestMode();
        } catch (RuntimeException | Error e) {
            return EnforcementMode.ENFORCE;
        }
    }

    private AccessDecision judge(ResourceRequest request, ClientCertificate client) {
        HeldRules held = null;
        try {
            HeldRules rules = paths.rulesFor(request);
            AccessDecision own = answers.to(request);
            if (own != null) {
                requireNoTokenInTheClear(request, client);
                return own;
            }
            if (rules.areOpen()) {
                requireNoTokenInTheClear(request, client);
                return AccessDecision.permitAnybody();
            }
            held = rules;
            paths.requireNotDenied(rules);
            String credentials = BearerCredentials.tokenOf(request);
            requireTls(client);
            requireOpen();
            boolean hopeless = client.certificate() == null && modeOf(rules, request) == EnforcementMode.ENFORCE;
            TrustedIssuer issuer = hopeless ? issuers.ofTokenAlone(credentials) : issuers.of(credentials);
            CertificateThumbprint presented = bindings.thumbprintIfAny(client.certificate());
            Sender sender = issuer.clients().sender(presented);
            VerifiedToken token = issuer.verify(credentials, sender);
            bindings.require(issuer.binding(), token, client.certificate());
            if (sender == Sender.STRANGER) {
                issuer.clients().note(token, presented);
            }
            paths.requireMet(rules, token);
            return AccessDecision.permit(token, issuer.principal(token), withheld);
        } catch (RefusedException e) {
            return refused(request, client, e, modeOf(e, held, request));
        } catch (RuntimeException | Error e) {
            return failed(request, client, e, modeOf(held, request));
        }
    }

    private EnforcementMode modeOf(RefusedException refusal, @Nullable HeldRules held, ResourceRequest request) {
        return refusal.isOnlyReported() ? EnforcementMode.REPORT_ONLY : modeOf(held, request);
    }

    /** Asked for where something is refused, and not on the way of a request that passes. */
    private EnforcementMode modeOf(@Nullable HeldRules held, ResourceRequest request) {
        try {
            return held == null ? paths.strictestMode() : paths.modeOf(held, request);
        } catch (RuntimeException | Error e) {
            return paths.strictestMode();
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
            return decideOfAnybody(request, earlier);
        }
        if (paths.isUniform()) {
            return earlier;
        }
        HeldRules rules = null;
        try {
            rules = paths.rulesFor(request);
            paths.requireNotDenied(rules);
            if (earlier.authenticated()) {
                return requireMet(rules, earlier);
            }
            return rules.areOpen() ? decide(request) : earlier;
        } catch (RefusedException e) {
            return told(refused(request, null, e, modeOf(e, rules, request)));
        } catch (RuntimeException | Error e) {
            return told(failed(request, null, e, modeOf(rules, request)));
        }
    }

    /** What passed without a token passes only where it may, again. What is the same of the same request is told once. */
    private AccessDecision decideOfAnybody(ResourceRequest request, AccessDecision earlier) {
        AccessDecision again = judge(request);
        boolean same =
                again.permitted() && !again.authenticated() && again.reason().equals(earlier.reason());
        return same ? earlier : told(again);
    }

    private AccessDecision requireMet(HeldRules rules, AccessDecision earlier) throws RefusedException {
        if (!rules.areOpen()) {
            paths.requireMet(rules, earlier.token());
        }
        return earlier;
    }

    /** Where no token is looked at, one that came over plain HTTP is lost all the same, wherever it was sent. */
    private static void requireNoTokenInTheClear(ResourceRequest request, ClientCertificate client)
            throws RefusedException {
        if (BearerCredentials.areIn(request)) {
            requireTls(client);
        }
    }

    private AccessDecision refused(
            ResourceRequest request,
            @Nullable ClientCertificate client,
            RefusedException refusal,
            EnforcementMode mode) {
        RefusedException cause = refusal;
        boolean enforced = mode == EnforcementMode.ENFORCE;
        if (!enforced && client != null) {
            try {
                // A token that was sent in the clear is lost; to let it pass would only teach its sender to go on.
                requireNoTokenInTheClear(request, client);
            } catch (RefusedException e) {
                cause = e;
                enforced = true;
            }
        }
        enforced |= cause.reason() == RefusalReason.TRANSPORT_INSECURE;
        X509Certificate shown = client == null ? null : client.certificate();
        AccessRefusal told = new AccessRefusal(place.name(), request, cause, presented(shown), enforced);
        return (enforced ? answer(request, cause) : AccessDecision.report(cause.reason())).with(told);
    }

    private @Nullable PresentedCertificate presented(@Nullable X509Certificate certificate) {
        try {
            return certificate == null ? null : new PresentedCertificate(certificate, bindings.thumbprint(certificate));
        } catch (RuntimeException e) {
            return null; // one that has no encoding; that is why it is refused
        }
    }

    private AccessDecision answer(ResourceRequest request, RefusedException refusal) {
        HeldRules rules = refusal.rules();
        AccessDecision answer = rules != null && refusal.reason() == RefusalReason.SCOPE_INSUFFICIENT
                ? paths.insufficientScope(rules)
                : Objects.requireNonNull(refusals.get(refusal.reason()));
        return settings.problemBodies() && ProblemDetails.isWantedBy(request)
                ? answer.with(Objects.requireNonNull(problems.get(refusal.reason())))
                : answer;
    }

    /** A fault of our own. Its message may hold parts of the request, so only its type and place are told. */
    private AccessDecision failed(
            ResourceRequest request, @Nullable ClientCertificate client, Throwable fault, EnforcementMode mode) {
        try {
            Throwable place = new IllegalStateException(fault.getClass().getName());
            place.setStackTrace(fault.getStackTrace());
            LOG.error("A request could not be checked.", place);
            RefusedException refusal = new RefusedException(
                    RefusalReason.INTERNAL_ERROR,
                    "A fault of this resource: " + fault.getClass().getName());
            return refused(request, client, refusal, mode);
        } catch (RuntimeException | Error e) {
            // The request itself or the log is broken. Without a word, then.
            return mode == EnforcementMode.ENFORCE
                    ? Objects.requireNonNull(refusals.get(RefusalReason.INTERNAL_ERROR))
                    : AccessDecision.report(RefusalReason.INTERNAL_ERROR);
        }
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

    /** Ends the connections to the authorization servers. Requests that are decided afterwards are refused with 503. */
    @Override
    public void close() {
        closed = true;
        issuers.close();
    }
}
