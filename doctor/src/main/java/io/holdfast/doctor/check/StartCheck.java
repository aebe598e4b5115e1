package io.holdfast.doctor.check;

import io.holdfast.access.EnforcementMode;
import io.holdfast.binding.BindingPolicy;
import io.holdfast.config.ClientSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.keystore.CertificateExpiry;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.Pkcs11KeyStore;
import io.holdfast.keystore.TrustSource;
import io.holdfast.resource.ResourceTrial;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Looks at what a door reads when it starts: its settings as a whole and the files that they name. */
final class StartCheck {
    /** As at the door; of a shorter life only the last third counts. */
    private static final Duration SOON = Duration.ofDays(30);

    private static final String TRUST = "trust store";

    private final ResourceSettings settings;
    private final boolean withCredentials;
    private final Findings findings;
    private final Instant now = Instant.now();

    StartCheck(ResourceSettings settings, boolean withCredentials, Findings findings) {
        this.settings = settings;
        this.withCredentials = withCredentials;
        this.findings = findings;
    }

    /** Looks, and returns true if the door would start. */
    boolean passes() {
        if (settings.mode() == EnforcementMode.REPORT_ONLY) {
            findings.warn(
                    "mode", "report-only: requests that should be refused pass. Set mode=enforce to be protected.");
        }
        settings.proxy()
                .ifPresent(proxy -> findings.pass(
                        "proxy",
                        "certificates come from the header " + proxy.header() + " in the format "
                                + proxy.format().settingValue() + ", from trusted proxies alone"));
        settings.issuers().forEach(this::lookAt);
        if (!withCredentials && settings.issuers().stream().anyMatch(StartCheck::usesPkcs11)) {
            findings.unknown("start", "not tried without the PKCS#11 token");
            return true;
        }
        try {
            ResourceTrial.requireStartable(settings);
            findings.pass("start", "the door would open: its files can be used");
            return true;
        } catch (SettingsException e) {
            e.problems().forEach(problem -> findings.fail("start", problem));
            return false;
        }
    }

    private void lookAt(IssuerSettings issuer) {
        findings.pass(
                "issuer",
                issuer.issuer() + ", audience " + issuer.audience() + ", algorithms " + issuer.algorithms() + ", typ "
                        + issuer.tokenTypes());
        if (issuer.binding() != BindingPolicy.REQUIRED) {
            findings.warn(
                    "binding",
                    "when-present: an unbound token of " + issuer.issuer() + " works for any thief."
                            + " Set binding=required once all tokens are bound.");
        }
        if (issuer.connection().trustStore().isPresent()) {
            lookAt(issuer.connection().trust());
        }
        issuer.introspection().map(IntrospectionSettings::client).ifPresent(this::lookAt);
    }

    /** One certificate that has ended may be left over from a rotation; if all have, nobody is trusted. */
    private void lookAt(TrustSource trust) {
        try {
            X509Certificate[] trusted = trust.load().trustManager().getAcceptedIssuers();
            boolean any = Arrays.stream(trusted)
                    .anyMatch(one -> CertificateFacts.of(one).isValid(now));
            for (X509Certificate certificate : trusted) {
                CertificateFacts facts = CertificateFacts.of(certificate);
                if (any && !facts.isValid(now)) {
                    findings.warn(
                            TRUST, facts.subject() + ", valid " + facts.validity(now) + ". Replace it or take it out.");
                } else {
                    lookAtEnd(TRUST, facts, certificate);
                }
            }
        } catch (KeyMaterialException e) {
            findings.fail(TRUST, String.valueOf(e.getMessage()));
        }
    }

    private void lookAt(ClientSettings client) {
        Optional<KeyStoreSource> source = client.keyStore().source();
        if (source.isEmpty()) {
            return;
        }
        if (source.get() instanceof Pkcs11KeyStore && !withCredentials) {
            findings.unknown(
                    "own key",
                    "would load the library that " + client.keyStore().place() + " names and log in to its token:"
                            + " --with-credentials does");
            return;
        }
        try {
            KeyMaterial own = source.get().load();
            CertificateFacts facts = CertificateFacts.of(own.certificate());
            lookAtEnd("own key", facts, own.certificate());
            if (client.authentication().isMutualTls() && !facts.isForClients()) {
                findings.warn(
                        "own key",
                        facts.subject() + " has an extended key usage without clients: the issuer's"
                                + " TLS may refuse it. Have it issued with clientAuth.");
            }
        } catch (KeyMaterialException e) {
            findings.fail("own key", String.valueOf(e.getMessage()));
        }
    }

    /** Settings may be somebody else's: they must not load a library of their own, or use up tries of a PIN. */
    private static boolean usesPkcs11(IssuerSettings issuer) {
        return issuer.introspection()
                .flatMap(introspection -> introspection.client().keyStore().source())
                .filter(Pkcs11KeyStore.class::isInstance)
                .isPresent();
    }

    private void lookAtEnd(String area, CertificateFacts facts, X509Certificate certificate) {
        String text = facts.subject() + ", valid " + facts.validity(now);
        if (!facts.isValid(now)) {
            findings.fail(area, text + ". Replace it.");
        } else if (CertificateExpiry.of(certificate, SOON).isWarningDue(now, null)) {
            findings.warn(area, text + ". It ends soon.");
        } else {
            findings.pass(area, text);
        }
    }
}
