package io.holdfast.doctor.explain;

import io.holdfast.binding.BindingPolicy;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.binding.Confirmation;
import io.holdfast.config.IssuerSettings;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.TimeWords;
import io.holdfast.doctor.report.TokenText;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says of each check what was found and what was expected. Nothing is decided here. */
final class StepText {
    private static final String NOTHING = "none";

    private final Explanation explanation;
    private final @Nullable X509Certificate certificate;
    private final Instant now;

    /**
     * Texts for one explanation.
     *
     * @param certificate the client certificate, wherever the door takes it from; null for none
     */
    StepText(Explanation explanation, @Nullable X509Certificate certificate, Instant now) {
        this.explanation = explanation;
        this.certificate = certificate;
        this.now = now;
    }

    /** The state of the request. */
    String found(Step step) {
        switch (step) {
            case PATH:
            case RULE:
                return explanation.request().method() + " "
                        + explanation.request().path();
            case CREDENTIALS:
                return explanation.token() != null ? "Authorization: Bearer and a token" : "no token";
            case LENGTH:
                return ofToken(token -> token.length() + " characters");
            case CERTIFICATE:
            case VALIDITY:
                return certificate();
            case FORM:
                return ofToken(token -> token.isReadable() ? "a JWT" : "no readable JWT");
            case EXTENSIONS:
                return "crit " + header("crit") + ", b64 " + header("b64");
            case TYPE:
            case ALGORITHM:
                return header(step.title());
            case KEY:
                return "kid " + header("kid");
            case SIGNATURE:
                return explanation.keys().words();
            default:
                return foundInClaims(step);
        }
    }

    private String foundInClaims(Step step) {
        switch (step) {
            case CLAIMS:
                return ofToken(token -> String.join(" ", new TreeSet<>(token.claimNames())));
            case ISSUER:
                return claim("iss");
            case AUDIENCE:
                return claim("aud");
            case TIME:
                return ofToken(token -> "exp "
                        + token.time("exp").map(end -> TimeWords.end(end, now)).orElse(NOTHING)
                        + token.time("nbf")
                                .map(begin -> ", nbf " + TimeWords.beginning(begin, now))
                                .orElse(""));
            case BINDING:
                return ofToken(
                        token -> token.confirmation().map(StepText::bound).orElse(NOTHING));
            case SCOPE:
                return claim(explanation
                        .issuer()
                        .map(issuer -> issuer.profile().scopeClaim())
                        .orElse("scope"));
            default:
                return "";
        }
    }

    /** The demand of the door. */
    String expected(Step step) {
        switch (step) {
            case PATH:
            case RULE:
                return explanation.settings().accessRules().isEmpty()
                        ? "no rules"
                        : explanation.settings().accessRules().rules().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("; "));
            case CREDENTIALS:
                return "one Authorization: Bearer over TLS";
            case LENGTH:
                return "at most " + explanation.settings().maxTokenLength();
            case FORM:
                return "a signed JWT in compact form";
            case EXTENSIONS:
                return NOTHING;
            case SIGNATURE:
                return "one that verifies";
            case SCOPE:
                return explanation.settings().requiredScopes().isEmpty()
                        ? "what the rule of the path names"
                        : String.join(" ", explanation.settings().requiredScopes());
            case VALIDITY:
                return explanation.settings().certificateValidity().toString().toLowerCase(Locale.ROOT);
            default:
                return ofIssuer(issuer -> expected(step, issuer));
        }
    }

    private String expected(Step step, IssuerSettings issuer) {
        switch (step) {
            case CERTIFICATE:
                return issuer.binding() == BindingPolicy.REQUIRED
                        ? "one"
                                + (explanation.settings().proxy().isPresent()
                                        ? " in the header of a trusted proxy"
                                        : "")
                        : "one, if the token is bound";
            case TYPE:
                return String.join(" or ", issuer.tokenTypes());
            case ALGORITHM:
                return issuer.algorithms().toString();
            case KEY:
                return issuer.keys().jwksUri().map(Object::toString).orElse("the issuer's, from its metadata");
            case CLAIMS:
                return issuer.optionalClaims().isEmpty()
                        ? "iss aud exp sub client_id iat jti"
                        : "iss aud exp sub client_id iat jti without " + issuer.optionalClaims();
            case ISSUER:
                return issuer.issuer();
            case AUDIENCE:
                return "one of " + issuer.audience();
            case TIME:
                return "not over, within " + issuer.clockSkew().getSeconds() + " s";
            case BINDING:
                return certificate == null
                        ? "the certificate of the connection, and there is none"
                        : CertificateFacts.of(certificate).thumbprint().value();
            default:
                return "";
        }
    }

    private String certificate() {
        if (certificate == null) {
            return NOTHING;
        }
        CertificateFacts facts = CertificateFacts.of(certificate);
        return facts.subject() + ", " + facts.thumbprint().value() + ", " + facts.validity(now);
    }

    private static String bound(Confirmation confirmation) {
        return confirmation
                .certificateThumbprint()
                .map(CertificateThumbprint::value)
                .orElse("cnf " + confirmation.kind().toString().toLowerCase(Locale.ROOT));
    }

    private String claim(String name) {
        return ofToken(token -> shown(token.claim(name)));
    }

    private String header(String name) {
        return ofToken(token -> shown(token.headerMember(name)));
    }

    private static String shown(Optional<Object> value) {
        return value.map(Object::toString)
                .map(text -> text.length() <= 200 ? text : text.substring(0, 200) + "...")
                .orElse(NOTHING);
    }

    private String ofToken(Function<TokenText, String> text) {
        TokenText token = explanation.token();
        return token != null ? text.apply(token) : NOTHING;
    }

    private String ofIssuer(Function<IssuerSettings, String> text) {
        return explanation
                .issuer()
                .map(text)
                .orElseGet(() -> "an issuer of the settings: "
                        + explanation.settings().issuers().stream()
                                .map(IssuerSettings::issuer)
                                .collect(Collectors.toList()));
    }

    /** Checks that this case has: without a token none of the token's. */
    List<Step> shownSteps() {
        return explanation.order().stream()
                .filter(step -> step != Step.DOOR || explanation.verdict(step) == Explanation.Verdict.FAIL)
                .collect(Collectors.toList());
    }
}
