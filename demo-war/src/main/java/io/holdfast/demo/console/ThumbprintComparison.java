package io.holdfast.demo.console;

import io.holdfast.demo.parties.SentToken;
import io.holdfast.demo.parties.ShownCertificate;
import io.holdfast.demo.parties.Step;

/** The thumbprint to which a token is bound, beside that of the connection's certificate. Immutable. */
final class ThumbprintComparison {
    private static final int MARKED = 4;

    private static final Template TEMPLATE = Template.load("thumbprints.html");

    /** Renders the comparison; empty for a step without a token. */
    Html render(Step step) {
        SentToken token = step.token().orElse(null);
        if (token == null) {
            return Html.NOTHING;
        }
        String bound = token.boundTo().orElse("");
        ShownCertificate certificate = step.certificate().orElse(null);
        String presented = certificate == null ? "" : certificate.thumbprint();
        boolean match = !bound.isEmpty() && bound.equals(presented);
        return TEMPLATE.filling()
                .with("kind", match ? "match" : "mismatch")
                .with("bound", bound.isEmpty() ? Html.text("nothing") : marked(bound, presented))
                .with("bound-note", "cnf, x5t#S256, in the token")
                .with("presented", presented.isEmpty() ? Html.text("no certificate") : marked(presented, bound))
                .with("presented-note", certificate == null ? "none was shown in the handshake" : certificate.subject())
                .with("colour", match ? "good" : "bad")
                .with("icon", match ? Icon.YES.large() : Icon.NO.large())
                .with("says", match ? "match" : "mismatch")
                .render();
    }

    /** Marks the first characters that differ. */
    private static Html marked(String text, String other) {
        int same = 0;
        while (same < Math.min(text.length(), other.length()) && text.charAt(same) == other.charAt(same)) {
            same++;
        }
        if (same == text.length() || other.isEmpty()) {
            return Html.text(text);
        }
        int end = Math.min(text.length(), same + MARKED);
        return Html.text(text.substring(0, same))
                .and(Html.element("mark", "", text.substring(same, end)))
                .and(Html.text(text.substring(end)));
    }
}
