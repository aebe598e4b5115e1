package io.holdfast.resource;

import io.holdfast.access.EnforcementMode;
import io.holdfast.access.RuleReview;
import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.certificate.ClientCertificateSource;
import io.holdfast.certificate.ForwardedCertificateSource;
import io.holdfast.certificate.TlsCertificateSource;
import io.holdfast.concurrent.BackgroundThreads;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ProxySettings;
import io.holdfast.config.ResourceSetting;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.token.SignatureAlgorithm;
import io.holdfast.token.SignatureProvider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of a protected resource together, as its settings say. */
final class ResourceAssembly {
    private static final Logger LOG = LoggerFactory.getLogger(ProtectedResource.class);

    private final ResourceSettings settings;
    private final ResourcePlace place;
    private final Collection<IssuerVerification> earlier;
    private final Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector;
    private final Supplier<BackgroundThreads> background;
    private Map<String, String> keySets = Collections.emptyMap();

    /** Verifications that an earlier resource has open, and this one takes over once it is whole. */
    private final List<IssuerVerification> takenOver = new ArrayList<>();

    /** Verifications that this assembly opens itself. */
    private final List<IssuerVerification> opened = new ArrayList<>();

    private final OpenParts parts = new OpenParts();
    private final StartProblems problems = new StartProblems();
    private SignatureProvider signatures = SignatureProvider.platform();

    /**
     * An assembly.
     *
     * @param earlier open verifications, perhaps of the same issuers with the same settings
     * @param connector makes the connections to authorization servers
     * @param background makes an issuer's background work, which is closed with the issuer's other parts
     */
    ResourceAssembly(
            ResourceSettings settings,
            ResourcePlace place,
            Collection<IssuerVerification> earlier,
            Function<AuthorizationServerConnection.Builder, AuthorizationServerConnection> connector,
            Supplier<BackgroundThreads> background) {
        this.settings = settings;
        this.place = place;
        this.earlier = earlier;
        this.connector = connector;
        this.background = background;
    }

    static ProtectedResource open(
            ResourceSettings settings, ResourcePlace place, Collection<IssuerVerification> earlier)
            throws SettingsException {
        return of(settings, place, earlier).open();
    }

    static ResourceAssembly of(ResourceSettings settings, ResourcePlace place, Collection<IssuerVerification> earlier) {
        return new ResourceAssembly(
                settings,
                place,
                earlier,
                AuthorizationServerConnection.Builder::build,
                () -> BackgroundThreads.one("holdfast-key-refresh"));
    }

    /** Takes JWK sets at hand, by issuer identifier, in place of those that these issuers publish. */
    ResourceAssembly keySets(Map<String, String> atHand) {
        this.keySets = atHand;
        return this;
    }

    /** The whole resource, or an exception and nothing that is still open but what was before. */
    ProtectedResource open() throws SettingsException {
        boolean whole = false;
        try {
            ProtectedResource resource =
                    new ProtectedResource(place, settings, certificates(), issuers(), Clock.systemUTC());
            opened.forEach(IssuerVerification::start);
            whole = true;
            takenOver.forEach(verification -> parts.add(verification.parts()));
            return resource;
        } finally {
            if (!whole) {
                parts.close();
            }
        }
    }

    /** Puts the parts together, and closes them before any has called anybody. */
    void requireWhole() throws SettingsException {
        try (TrustedIssuers whole = issuers()) {
            LOG.debug("These settings can be put into effect: {}.", whole.statuses());
        } finally {
            parts.close();
        }
    }

    private void tell() {
        settings.proxy()
                .ifPresent(proxy -> LOG.info(
                        "Takes client certificates from the header {} of trusted proxies, in the format '{}', and from nowhere"
                                + " else.",
                        proxy.header(),
                        proxy.format().settingValue()));
        settings.issuers()
                .forEach(issuer -> LOG.info(
                        "Guards {} at {} for tokens of {}, binding {}.",
                        issuer.audience(),
                        door(),
                        issuer.issuer(),
                        issuer.binding()));
        if (settings.mode() == EnforcementMode.REPORT_ONLY) {
            LOG.warn("The setting mode is report-only: requests that should be refused pass as anybody's, but for those"
                    + " under an access rule that says enforce. Set mode=enforce to be protected.");
            return;
        }
        RuleReview.withModeOtherThan(EnforcementMode.ENFORCE, settings.accessRules())
                .forEach(rule -> LOG.warn(
                        "The access rule '{}' only reports: requests that do not meet it pass as anybody's.", rule));
    }

    private String door() {
        String name = place.name();
        return name == null ? "an unnamed door" : name;
    }

    private ClientCertificateSource certificates() {
        ProxySettings proxy = settings.proxy().orElse(null);
        if (proxy == null) {
            return new TlsCertificateSource();
        }
        return new ForwardedCertificateSource(
                proxy.format(), proxy.header(), proxy.hops(), proxy.proxies(), proxy.peerAddress());
    }

    private TrustedIssuers issuers() throws SettingsException {
        List<TrustedIssuer> issuers = new ArrayList<>();
        signatures = problems.collect(this::signatureProvider).orElse(signatures);
        for (IssuerSettings issuer : settings.issuers()) {
            issuer(issuer).ifPresent(issuers::add);
        }
        problems.requireNone();
        tell();
        return new TrustedIssuers(issuers, settings.opaqueTokens(), settings.maxTokenLength(), parts);
    }

    /** The provider that verifies signatures: proven with every algorithm that any issuer's settings allow. */
    private SignatureProvider signatureProvider() throws SettingsException {
        String name = settings.signatureProvider().orElse(null);
        if (name == null) {
            return SignatureProvider.platform();
        }
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        settings.issuers().stream()
                .filter(IssuerSettings::usesKeys)
                .forEach(issuer -> algorithms.addAll(issuer.algorithms()));
        try {
            SignatureProvider provider = SignatureProvider.named(name);
            provider.requireAll(algorithms);
            LOG.info("Signatures are verified by the provider {}: {}.", provider.described(), algorithms);
            return provider;
        } catch (IllegalArgumentException e) {
            throw new SettingsException(Collections.singleton("The setting '"
                    + ResourceSetting.SIGNATURE_PROVIDER.settingName() + "' = '" + name + "' cannot be used. "
                    + e.getMessage()));
        }
    }

    /** Empty if the issuer's settings have a problem, which is noted. */
    private Optional<TrustedIssuer> issuer(IssuerSettings issuer) {
        List<String> madeOf = issuer.madeOf();
        for (IssuerVerification verification : earlier) {
            if (verification.isMadeOf(madeOf)) {
                takenOver.add(verification);
                return Optional.of(new TrustedIssuer(issuer, verification));
            }
        }
        String keySet = keySets.get(issuer.issuer());
        if (!issuer.introspection().isPresent() && keySet != null) {
            return Optional.of(opened(issuer, assembly(issuer, madeOf).byKeySet(keySet, signatures)));
        }
        return problems.collect(() -> new CredentialAssembly(issuer, door(), Clock.systemUTC()).credentials())
                .map(credentials -> opened(issuer, assembly(issuer, madeOf).verification(credentials, signatures)));
    }

    private IssuerAssembly assembly(IssuerSettings issuer, List<String> madeOf) {
        return new IssuerAssembly(
                issuer,
                madeOf,
                settings.maxTokenLength(),
                door(),
                parts.add(new OpenParts()),
                background.get(),
                connector);
    }

    private TrustedIssuer opened(IssuerSettings issuer, IssuerVerification verification) {
        opened.add(verification);
        return new TrustedIssuer(issuer, verification);
    }
}
