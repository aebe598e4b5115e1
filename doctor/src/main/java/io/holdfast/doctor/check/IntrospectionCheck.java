package io.holdfast.doctor.check;

import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.resource.AccessDecision;
import io.holdfast.resource.AccessListener;
import io.holdfast.resource.AccessRefusal;
import io.holdfast.resource.ProtectedResource;
import io.holdfast.resource.RefusalReason;
import io.holdfast.resource.ResourcePlace;
import io.holdfast.resource.ResourceRequest;
import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has a door decide about a made-up token, so that it asks its issuer with its own credentials. An issuer that knows
 * the door answers that the token is not active. Rules, scopes and proxies of the door are left out: they may refuse or
 * let in such a request before anybody is asked.
 */
final class IntrospectionCheck implements AccessListener {
    /** Reasons that need no answer. With every other one, or none, there was an answer, and it said active. */
    private static final Set<RefusalReason> BEFORE_ASKING = EnumSet.of(
            RefusalReason.CERTIFICATE_MISSING,
            RefusalReason.CREDENTIALS_MALFORMED,
            RefusalReason.TOKEN_TOO_LONG,
            RefusalReason.INTERNAL_ERROR,
            RefusalReason.MISCONFIGURED);

    private final ResourceSettings settings;
    private final IssuerSettings issuer;
    private final Findings findings;
    private @Nullable AccessRefusal refusal;

    IntrospectionCheck(ResourceSettings settings, IssuerSettings issuer, Findings findings) {
        this.settings = settings;
        this.issuer = issuer;
        this.findings = findings;
    }

    /**
     * Asks.
     *
     * @param any a certificate, because a request without any is refused before anybody is asked
     */
    void run(X509Certificate any) {
        try (ProtectedResource resource =
                ProtectedResource.open(settings.ofIssuerAlone(issuer), ResourcePlace.of("", this))) {
            AccessDecision decision = resource.decide(new MadeUpRequest(token(), any));
            RefusalReason reason = decision.reason().orElse(null);
            String detail = refusal != null ? refusal.detail() : "";
            if (reason == RefusalReason.TOKEN_INACTIVE) {
                findings.pass("introspection", issuer.issuer() + " answers this door's own credentials");
            } else if (reason == RefusalReason.VERIFICATION_UNAVAILABLE) {
                findings.fail("introspection", issuer.issuer() + " gives no answer that can be used: " + detail);
            } else if (reason != null && BEFORE_ASKING.contains(reason)) {
                findings.unknown(
                        "introspection",
                        "the made-up token was refused by " + reason.code() + " before the issuer was asked: "
                                + detail);
            } else {
                findings.fail(
                        "introspection",
                        issuer.issuer() + " calls a made-up token active"
                                + (reason == null
                                        ? ", and this door would accept it"
                                        : ", and only " + reason.code() + " stops it here: " + detail)
                                + ". To such a server any text is a token: see whether the address is that of its"
                                + " introspection endpoint.");
            }
        } catch (SettingsException e) {
            e.problems().forEach(problem -> findings.fail("introspection", problem));
        }
    }

    /** In the form of a JWT that names the issuer, as its own tokens may be. */
    private String token() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return part("{\"typ\":\"at+jwt\",\"alg\":\"RS256\"}") + "." + part("{\"iss\":\"" + issuer.issuer() + "\"}")
                + "." + Base64Url.encode(random);
    }

    private static String part(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void refused(AccessRefusal refused) {
        refusal = refused;
    }

    private static final class MadeUpRequest implements ResourceRequest {
        private final String token;
        private final X509Certificate certificate;

        private MadeUpRequest(String token, X509Certificate certificate) {
            this.token = token;
            this.certificate = certificate;
        }

        @Override
        public List<String> headers(String name) {
            return name.equalsIgnoreCase("Authorization") ? List.of("Bearer " + token) : List.of();
        }

        @Override
        public boolean secure() {
            return true;
        }

        @Override
        public Object clientCertificateAttribute() {
            return new X509Certificate[] {certificate};
        }

        @Override
        public String peerAddress() {
            return "127.0.0.1";
        }

        @Override
        public String remoteAddress() {
            return "127.0.0.1";
        }

        @Override
        public @Nullable String queryString() {
            return null;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public String canonicalPath() {
            return "/";
        }
    }
}
