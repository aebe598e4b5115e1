package io.holdfast.keyring;

import io.holdfast.log.WarnedOnce;
import io.holdfast.text.HostName;
import io.holdfast.text.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once of each server that asked for a token which it does not get, and once of each reason for which a token was not
 * sent or no certificate shown. Otherwise the application sees a 401 and nobody the mistake. Safe for use by several threads.
 */
final class WithheldTokens {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final TokenRules rules;
    private final WarnedOnce servers = new WarnedOnce();
    private final WarnedOnce reasons = new WarnedOnce();
    private final WarnedOnce strangers = new WarnedOnce(); // apart, so that they use up no room of the others

    WithheldTokens(TokenRules rules) {
        this.rules = rules;
    }

    /** @param port negative for the scheme's own */
    void askedFor(String scheme, String host, int port) {
        String server = Printable.of(scheme + "://" + HostName.inUri(host) + (port < 0 ? "" : ":" + port));
        if (servers.due(server)) {
            LOG.warn(
                    "{} answered 401 and asks for a Bearer token; the request had none, because {} This is said once.",
                    server,
                    reason(scheme, host, port, server));
        }
    }

    private String reason(String scheme, String host, int port, String server) {
        if (!"https".equalsIgnoreCase(scheme)) {
            return "tokens go to https origins only. Call it by https, and name it with allowedOrigins(\"https://...\") at"
                    + " KeyRing.builder().";
        }
        return rules.nameOrigin(host, port)
                ? "no rule of this origin has the request's path: " + rules
                        + ". If that path may get tokens too, add it to"
                        + " a rule, or name the whole origin with allowedOrigins(\"" + server + "\")."
                : "it is none of the allowed origins, " + rules.origins() + ". If it may get tokens, name it with"
                        + " allowedOrigins(\"" + server + "\") at KeyRing.builder().";
    }

    /**
     * Warns once of each server that seems to require the certificate, which it does not get.
     *
     * @param problem what the server did, a sentence
     * @return the reason, without the allowed origins: applications show their failures to others
     */
    String unshown(String host, int port, String problem) {
        if (rules.nameOrigin(host, port)) {
            return "the connection was made for requests without a token of this key ring.";
        }
        String server = HostName.withPort(HostName.normal(host), port);
        if (strangers.due(server)) {
            LOG.warn(
                    "{} None was shown, because {} is none of the allowed origins, {}. If it may see the certificate and get"
                            + " tokens, name it with allowedOrigins(\"https://{}\") at KeyRing.builder(). This is said once.",
                    problem,
                    server,
                    rules.origins(),
                    server);
        }
        return "it is none of the allowed origins of the key ring, which the log names.";
    }

    /** @param reason names the server or both certificates */
    void refused(String reason) {
        if (reasons.due(reason)) {
            LOG.warn("{} This is said once.", reason);
        }
    }
}
