package io.holdfast.doctor.report;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.keyring.token.TokenNotBoundException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The likely reason of an answer, from outside: the server tells a caller the category alone. Immutable. */
public final class Diagnosis {
    private static final String EXPLAIN = "holdfast explain with the token and the settings of the door names the check"
            + " (docs/troubleshoot-a-401.md).";

    private final String reason;
    private final String remedy;

    private Diagnosis(String reason, String remedy) {
        this.reason = reason;
        this.remedy = remedy;
    }

    /** Facts that the caller knows beside the answer. */
    public static final class Facts {
        private final @Nullable TokenText token;
        private final @Nullable CertificateThumbprint sent;
        private final boolean sentIsKnown;
        private final @Nullable Boolean asked;

        private Facts(
                @Nullable TokenText token,
                @Nullable CertificateThumbprint sent,
                boolean sentIsKnown,
                @Nullable Boolean asked) {
            this.token = token;
            this.sent = sent;
            this.sentIsKnown = sentIsKnown;
            this.asked = asked;
        }

        /**
         * Facts of a call that was made here.
         *
         * @param token the token that was sent; null if none was
         * @param sent the thumbprint of the certificate that was sent; null for none
         * @param asked true if the server asked for a certificate
         */
        public static Facts ofCall(@Nullable TokenText token, @Nullable CertificateThumbprint sent, boolean asked) {
            return new Facts(token, sent, true, asked);
        }

        /**
         * Facts of a call that somebody else made.
         *
         * @param token the token that was sent; null if nobody knows it
         * @param sent the thumbprint of the certificate that was sent; null if nobody knows it
         */
        public static Facts ofReport(@Nullable TokenText token, @Nullable CertificateThumbprint sent) {
            return new Facts(token, sent, sent != null, null);
        }

        private Optional<String> scope() {
            return token == null ? Optional.empty() : token.claim("scope").map(Object::toString);
        }

        /** True if the token is bound to the certificate that was sent. */
        private boolean matches() {
            return token != null
                    && token.boundTo().isPresent()
                    && token.boundTo().get().equals(sent);
        }

        private boolean differs() {
            return sentIsKnown && !matches();
        }
    }

    /**
     * The likely reason of an answer.
     *
     * @param challenge the parameters of its Bearer challenge; empty if it has none
     */
    public static Diagnosis of(int status, Optional<Map<String, String>> challenge, Facts facts, Instant now) {
        String error = challenge
                .map(parameters -> parameters.getOrDefault("error", ""))
                .orElse("");
        if (status == 101 || (status >= 200 && status < 300)) {
            return new Diagnosis("The request was accepted.", "");
        }
        if (status >= 300 && status < 400) {
            return new Diagnosis(
                    "The server points to another address, which is not followed: the token would go there.",
                    "Call the address itself that is meant for programs. A login page is for people.");
        }
        if (status == 401 && error.equals("invalid_token")) {
            return ofInvalidToken(challenge.orElse(Map.of()).getOrDefault("error_description", ""), facts, now);
        }
        if (status == 401 && challenge.isPresent()) {
            return new Diagnosis(
                    facts.token == null
                            ? "No access token was sent."
                            : "The server saw no token: something between may have taken the Authorization header out.",
                    facts.token == null
                            ? "Send one: --token-file, or --issuer and --client-id."
                            : "See which proxies are between, and whether they pass the header on.");
        }
        if (status == 403 && error.equals("insufficient_scope")) {
            return new Diagnosis(
                    "The token is good, but not for this: scope"
                            + challenge.get().entrySet().stream()
                                    .filter(parameter -> parameter.getKey().equals("scope"))
                                    .map(parameter -> " '" + parameter.getValue() + "'")
                                    .findFirst()
                                    .orElse("")
                            + " or a rule of the path is not met"
                            + facts.scope()
                                    .map(scope -> "; the token has '" + scope + "'")
                                    .orElse("") + ".",
                    "Ask for the scope (--scope), and have the client registered for it; else see the rules of the path"
                            + " (docs/path-rules.md).");
        }
        return ofOther(status, error);
    }

    private static Diagnosis ofInvalidToken(String description, Facts facts, Instant now) {
        TokenText token = facts.token;
        if (token == null || !token.isReadable()) {
            return new Diagnosis(
                    description.isEmpty() ? "The server does not accept the token." : description, EXPLAIN);
        }
        Instant end = token.time("exp").orElse(Instant.MAX);
        if (description.contains("expired") && !description.contains("certificate")) {
            return ofExpiry(end, now);
        }
        if (description.contains("bound")) {
            return ofBinding(token, facts);
        }
        if (!end.isAfter(now)) {
            return ofExpiry(end, now);
        }
        boolean aboutAudience = description.contains("audience");
        return facts.differs() && !aboutAudience ? ofBinding(token, facts) : ofClaims(token, facts);
    }

    private static Diagnosis ofExpiry(Instant end, Instant now) {
        boolean byServer = end.isAfter(now);
        return new Diagnosis(
                "The token has expired" + (byServer ? " by the server's clock." : ": " + TimeWords.end(end, now) + "."),
                byServer ? "Compare the clocks of both machines." : "Fetch a new token.");
    }

    private static Diagnosis ofClaims(TokenText token, Facts facts) {
        return new Diagnosis(
                (facts.matches()
                                ? "The token is bound to the certificate that was sent and has not expired."
                                : "The token has not expired.")
                        + " Its issuer ("
                        + token.claim("iss").map(Object::toString).orElse("none") + "), audience ("
                        + token.claim("aud").map(Object::toString).orElse("none")
                        + "), typ, algorithm or key may be another than the server expects."
                        + (token.boundTo().isPresent() ? "" : " It is bound to no certificate, too."),
                EXPLAIN);
    }

    private static Diagnosis ofBinding(TokenText token, Facts facts) {
        CertificateThumbprint bound = token.boundTo().orElse(null);
        if (bound == null) {
            return new Diagnosis("The token is bound to no certificate.", TokenNotBoundException.REMEDY);
        }
        if (!facts.sentIsKnown) {
            return new Diagnosis(
                    "The server says that the token is not bound to the connection's certificate; the token is bound to "
                            + bound.value() + ".",
                    "Which certificate was sent is not known here: give it with --cert.");
        }
        if (facts.sent == null) {
            return new Diagnosis(
                    Boolean.FALSE.equals(facts.asked)
                            ? "The server did not ask for a client certificate, so none was sent: it cannot see yours."
                            : "No client certificate was sent, and the token is bound to " + bound.value() + ".",
                    Boolean.FALSE.equals(facts.asked)
                            ? "Have the connector ask for one (certificateVerification=\"optional\" in Tomcat), or call"
                                    + " the port that does. A proxy before it must pass the certificate on."
                            : "Name the certificate: --keystore, or --cert and --key.");
        }
        if (!bound.equals(facts.sent)) {
            return new Diagnosis(
                    "The token is bound to " + bound.value() + ", and the certificate that was sent is "
                            + facts.sent.value() + ".",
                    "If the certificate was renewed after the token was fetched, fetch a new token with the new"
                            + " certificate. Else both connections use different key stores.");
        }
        return new Diagnosis(
                "The token is bound to the certificate that was sent, and the server sees another one or none.",
                "Something between ends TLS. Have it pass the client certificate on (docs/behind-a-proxy.md).");
    }

    private static Diagnosis ofOther(int status, String error) {
        switch (status) {
            case 400:
                return new Diagnosis(
                        error.equals("invalid_request")
                                ? "The server refuses the form of the request: two sets of credentials, a token in the"
                                        + " query, or an ambiguous path."
                                : "The server refuses the form of the request.",
                        "Send one Authorization header, and the path in its plain spelling.");
            case 401:
                return new Diagnosis(
                        "The server asks for another login than a bearer token, or does not say which.",
                        "See which filter answers: the container's own login may come first (docs/own-login.md).");
            case 403:
                return new Diagnosis(
                        "The path is denied to everybody, or something else than the token decides there.",
                        "See the rules of the path (docs/path-rules.md) and the log of the application.");
            case 404:
                return new Diagnosis(
                        "There is nothing at this path.",
                        "Check the URL. A Tomcat that answers so to every path has not started the application: see its"
                                + " log.");
            case 503:
                return new Diagnosis(
                        "The door cannot decide: the authorization server does not answer it, or its settings do not work.",
                        "See the log of the server, and run holdfast check with the settings of the door.");
            default:
                return new Diagnosis(
                        status >= 500 ? "The server failed." : "The server refused the request.",
                        "See the log of the server.");
        }
    }

    /** One or two sentences. */
    public String reason() {
        return reason;
    }

    /** The next step; empty if there is none. */
    public String remedy() {
        return remedy;
    }
}
