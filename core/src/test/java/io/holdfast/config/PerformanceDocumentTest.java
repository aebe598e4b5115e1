package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.holdfast.testkit.DocumentedSettings;
import io.holdfast.token.SignatureProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

final class PerformanceDocumentTest {
    private static final String DOCUMENT = "docs/performance.md";

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void documentedProviderVerifiesTheDocumentedAlgorithms() throws SettingsException {
        ResourceSettings settings = ResourceSettings.parse(DocumentedSettings.inWebXml(DOCUMENT, "web.xml"));
        String provider = settings.signatureProvider().orElseThrow();

        assertThat(provider).isEqualTo("AmazonCorrettoCryptoProvider");
        assertThatCode(() -> SignatureProvider.named(provider)
                        .requireAll(settings.issuers().get(0).algorithms()))
                .doesNotThrowAnyException();
    }
}
