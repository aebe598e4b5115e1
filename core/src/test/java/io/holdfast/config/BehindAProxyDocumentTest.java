package io.holdfast.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.testkit.DocumentedSettings;
import io.holdfast.testkit.DocumentedSnippet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page about proxies; its proxies' configurations run in the Maven profile {@code integration}. */
final class BehindAProxyDocumentTest {
    private static final String DOCUMENT = "docs/behind-a-proxy.md";

    @Test
    void documentedSettingsWork() throws SettingsException {
        Map<String, String> settings = DocumentedSettings.inWebXml(DOCUMENT, "web.xml");
        assertThat(DocumentedSettings.inContextXml(DOCUMENT, "context.xml")).isEqualTo(settings);

        assertThat(ResourceSettings.parse(settings).proxy().orElseThrow().format())
                .isEqualTo(CertificateHeaderFormat.NGINX);
    }

    @Test
    void documentHasEveryFormatWithItsHeader() {
        for (CertificateHeaderFormat format : CertificateHeaderFormat.values()) {
            assertThat(DocumentedSnippet.text(DOCUMENT))
                    .contains("| `" + format.settingValue() + "` | `" + format.defaultHeader() + "` |");
        }
    }
}
