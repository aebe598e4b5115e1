package io.holdfast.resource;

import io.holdfast.access.AccessRuling;
import io.holdfast.access.EnforcementMode;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.certificate.ClientCertificate;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.HiddenHeaders;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.token.Sender;
import io.holdfast.token.VerifiedToken;
import java.io.Closeable;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    private final ResourcePlace place;
    private final AccessListener listener;
    private final ResourceSettings settings;
    private final ClientCertificateSource certificates;
    private final CertificateBindings bindings;
    private final TrustedIssuers issuers;
    private final PathAccess paths;
    private final OwnAnswers answers;
    private final Refusals refusals;

    /** Headers that the application does not see of a request whose token was accepted. */
    private final HiddenHeaders withheld;

    private volatile boolean closed;

    ProtectedResource(
            ResourcePlace place,
            ResourceSettings settings,
            ClientCertificateSource certificates,
            TrustedIssuers issuers,
            Clock clock) {
        this.place = place;
        this.listener = place.listener();
        this.settings = settings;
        this.certificates = certificates;
        this.bindings = new CertificateBindings(settings.certificateValidity(), clock);
        this.issuers = issuers;
        this.withheld = settings.withholdAuthorization() ? HiddenHeaders.of("Authorization") : HiddenHeaders.none();
        this.paths = new PathAccess(settings);
        RuleWarnings.log(settings);
        Optional<ResourceMetadata> metadata = ResourceMetadata.of(settings, place.contextPath());
        this.answers = new OwnAnswers(metadata, settings.publication().healthPath(), issuers);
        this.refusals =
                new Refusals(place.name(), settings, metadata, paths.strictest().mode(), bindings);
    }

    /**
     * Opens the protected resource that the settings describe. It reads the trust store and waits for nobody: the metadata
     * and keys of the issuers are fetched in the background from now on, and an authorization server may start later.
     *
     * @throws SettingsException if the trust store cannot be used
     */
    public static ProtectedResource open(ResourceSettings settings, ResourcePlace place) throws SettingsException {
        return ResourceAssembly.open(settings, place, Collections.emptyList());
    }

    /**
     * Opens another one in the same place, with other settings. It takes over the known keys and tokens of issuers
     * whose settings are the same, so that nothing is fetched again for them. This one still decides until it is
     * closed, which ends only the parts that the other has not taken over.
     *
     * @throws SettingsException if a file that the settings name cannot be used; then nothing has changed
     */
    public ProtectedResource reopen(ResourceSettings changed) throws SettingsException {
        ProtectedResource other = ResourceAssembly.open(changed, place, issuers.verifications());
        issuers.leaveTo(other.issuers);
        return other;
    }

    /** True if the path is that of this resource's metadata or health, which belong to no application. */
    public boolean answersItself(ResourceRequest request) {
        return answers.areAt(request);
    }

    /** The settings in effect. */
    public ResourceSettings settings() {
        return settings;
    }

    /** Paths of metadata and health within an application at a context path, which a resource has promised to answer itself. */
    public static Set<String> ownPaths(ResourceSettings settings, String contextPath) {
        return OwnAnswers.promisedPaths(settings, contextPath);
    }

    /** The present state of each issuer. */
    public List<IssuerStatus> issuers() {
        return issuers.statuses();
    }

    /**
     * Decides whether a request may pass, and tells the listener. It throws no exception: a fault here is a
     * refusal with status 500.
     */
    public AccessDecision decide(ResourceRequest request) {
        return told(judge(request, HiddenHeaders.none()));
    }

    private AccessDecision told(AccessDecision decision) {
        decision.tell(listener);
        return decision;
    }

    /** Finds the client certificate, and decides. Headers that an earlier decision has hidden stay so. */
    private AccessDecision judge(ResourceRequest request, HiddenHeaders hiddenBefore) {
        HiddenHeaders hidden = certificates.headers();
        try {
            ClientCertificate client = certificates.of(request);
            hidden = client.hiddenHeaders();
            return judge(request, client, hidden.and(hiddenBefore));
        } catch (RuntimeException | Error e) {
            return refusals.afterFault(e, request, hidden.and(hiddenBefore));
        }
    }

    /** RFC 6750 section 2.1, then its section 3.1 in the order of what a check costs, with RFC 8705 section 3 for each token. */
    private AccessDecision judge(ResourceRequest request, ClientCertificate client, HiddenHeaders hidden) {
        AccessRuling ruling = paths.strictest();
        try {
            AccessRuling found = paths.rulingOn(request);
            if (found.isOpen() || answers.areAt(request)) {
                BearerCredentials.requireNoneInTheClear(request, client);
                return answers.areAt(request) ? answers.to(request, hidden) : new AccessDecision.Anybody(hidden);
            }
            ruling = found;
            paths.requireNotDenied(ruling);
            String credentials = BearerCredentials.tokenOf(request);
            BearerCredentials.requireTls(client);
            requireOpen();
            boolean hopeless = !client.isPresented() && ruling.mode() == EnforcementMode.ENFORCE;
            TrustedIssuer issuer = hopeless ? issuers.ofTokenAlone(credentials) : issuers.of(credentials);
            CertificateThumbprint presented = bindings.thumbprintIfAny(client);
            Sender sender = issuer.clients().sender(presented);
            VerifiedToken token = issuer.verify(credentials, sender);
            bindings.require(issuer.binding(), token, client, presented);
            if (sender == Sender.STRANGER) {
                issuer.clients().note(token, presented);
            }
            paths.requireMet(ruling, token);
            return new AccessDecision.Permit(token, issuer.principal(token), client.header(), withheld.and(hidden));
        } catch (RefusedException | RuntimeException | Error e) {
            return refusals.after(e, request, client, ruling.mode(), hidden);
        }
    }

    private void requireOpen() throws RefusedException {
        if (closed) {
            String why = "The protected resource is closed: the server is stopping.";
            throw new RefusedException(RefusalReason.VERIFICATION_UNAVAILABLE, why);
        }
    }

    /**
     * Decides about a dispatch inside the container: a forward, an include, an asynchronous or an error dispatch of a
     * request that was decided about before. It may lead to a path with another rule. The token is not verified again,
     * and the certificate is still that of the same request.
     *
     * @param request the request as it is dispatched, with the path that it leads to
     * @param earlier the decision about the same request before
     * @return {@code earlier} itself where it still holds; any other hides the same headers at least
     */
    public AccessDecision decide(ResourceRequest request, AccessDecision earlier) {
        if (earlier instanceof AccessDecision.Anybody || earlier instanceof AccessDecision.Report) {
            return decideOfAnybody(request, earlier);
        }
        if (paths.isUniform()) {
            return earlier;
        }
        AccessRuling ruling = paths.strictest();
        try {
            ruling = paths.rulingOn(request);
            if (earlier instanceof AccessDecision.Permit && !ruling.isOpen()) {
                paths.requireMet(ruling, ((AccessDecision.Permit) earlier).token());
            }
            return ruling.isOpen() && !earlier.permitted() ? told(judge(request, earlier.hiddenHeaders())) : earlier;
        } catch (RefusedException | RuntimeException | Error e) {
            return told(refusals.after(e, request, null, ruling.mode(), earlier.hiddenHeaders()));
        }
    }

    /** Lets a request without a token pass only where this path allows it, too. Listeners receive a decision once. */
    private AccessDecision decideOfAnybody(ResourceRequest request, AccessDecision earlier) {
        AccessDecision again = judge(request, earlier.hiddenHeaders());
        boolean same = again.getClass() == earlier.getClass() && again.reason().equals(earlier.reason());
        return same ? earlier : told(again);
    }

    /** Ends the connections to the authorization servers. Requests that are decided afterwards are refused with 503. */
    @Override
    public void close() {
        closed = true;
        issuers.close();
    }
}
