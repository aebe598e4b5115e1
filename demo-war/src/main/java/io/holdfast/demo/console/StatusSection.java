package io.holdfast.demo.console;

import io.holdfast.demo.parties.Parties;
import io.holdfast.demo.parties.Shortened;
import io.holdfast.demo.parties.ShownCertificate;
import org.jspecify.annotations.Nullable;

/** The line with the present state of the demo. Immutable. */
final class StatusSection {
    private static final Template TEMPLATE = Template.load("status.html");
    private final @Nullable Parties parties;

    StatusSection(@Nullable Parties parties) {
        this.parties = parties;
    }

    Html render() {
        if (parties == null) {
            return Html.NOTHING;
        }
        boolean running = parties.tokenService().running();
        Html service = running
                ? Html.ours("<span class=\"good\">").and(Icon.YES.small()).and(Html.ours(" running</span>"))
                : Html.ours("<span class=\"bad\">").and(Icon.NO.small()).and(Html.ours(" stopped</span>"));
        ShownCertificate certificate = parties.certificateOfA();
        String kid = parties.tokenService().signingKid();
        return TEMPLATE.filling()
                .with("service", service)
                .with("key", Html.element("code", "", Shortened.of(kid)))
                .with(
                        "certificate",
                        Html.element("code", "", Shortened.of(certificate.thumbprint()))
                                .and(Html.ours(" "))
                                .and(Html.element("small", "", "until " + Words.day(certificate.validUntil()))))
                .render();
    }
}
