package io.holdfast.doctor.check;

import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.ConnectionFailedException;
import io.holdfast.doctor.tls.HttpMessage;
import io.holdfast.doctor.tls.HttpReply;
import io.holdfast.doctor.tls.HttpsUrl;
import io.holdfast.doctor.tls.ObservedConnection;
import io.holdfast.doctor.tls.TlsObservation;
import io.holdfast.keyring.exchange.AuthenticateHeader;
import io.holdfast.keystore.TrustedCertificates;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Looks at the running application from outside, without certificate and token: one request for each TLS version. */
final class ConnectorCheck {
    private final HttpsUrl url;
    private final TrustedCertificates trust;
    private final Duration timeout;
    private final Findings findings;

    ConnectorCheck(String url, TrustedCertificates trust, Duration timeout, Findings findings) throws UsageException {
        this.url = HttpsUrl.of("--url", url);
        this.trust = trust;
        this.timeout = timeout;
        this.findings = findings;
    }

    void run() {
        ConnectionFailedException newer = look("TLSv1.3", true);
        ConnectionFailedException older = look("TLSv1.2", newer != null);
        note("TLSv1.3", newer, older == null);
        note("TLSv1.2", older, newer == null);
    }

    /** A version that the server does not speak is no fault where it speaks the other. */
    private void note(String version, @Nullable ConnectionFailedException failure, boolean other) {
        if (failure == null) {
            return;
        }
        boolean refused = failure.stage() == ConnectionFailedException.Stage.HANDSHAKE
                && !failure.isLate()
                && failure.observation()
                        .filter(facts -> facts.serverChain().isEmpty())
                        .isPresent();
        if (other && refused) {
            findings.pass("connector", version + ": not spoken");
        } else {
            findings.unknown("connector", version + ": " + failure.getMessage());
        }
    }

    /** Looks at the server over one version; returns the reason why it could not be seen, null if it was. */
    private @Nullable ConnectionFailedException look(String version, boolean first) {
        try (ObservedConnection connection = ClientTls.of(null, trust)
                .to(url.host(), url.port(), timeout)
                .versions(version)
                .connect()) {
            HttpReply reply = connection.exchange(HttpMessage.of("GET", url.target())
                    .field("Host", url.authority())
                    .field("User-Agent", "holdfast-check")
                    .field("Connection", "close"));
            lookAtTls(version, connection.observation());
            if (first) {
                lookAtAnswer(reply);
            }
            return null;
        } catch (ConnectionFailedException e) {
            if (!e.isRefusalByTls()) {
                return e;
            }
            findings.pass("connector", version + ": asks for a client certificate and does not do without");
            findings.unknown("door", "without a client certificate no request is answered, so the door was not seen");
            return null;
        }
    }

    private void lookAtTls(String version, TlsObservation facts) {
        String server = facts.serverChain().isEmpty()
                ? ""
                : "; its own certificate is valid "
                        + CertificateFacts.of(facts.serverChain().get(0)).validity(Instant.now());
        if (facts.askedLate()) {
            findings.warn(
                    "connector",
                    version + ": asks for a client certificate only after the request: many clients"
                            + " do not answer. Let it ask in the first handshake (certificateVerification=\"optional\")."
                            + server);
        } else if (facts.asked()) {
            findings.pass(
                    "connector",
                    version + ": asks for a client certificate, of "
                            + (facts.authorities().isEmpty()
                                    ? "any authority"
                                    : String.join(" or ", facts.authorities())
                                            + ". Clients of Java send none of others")
                            + server);
        } else {
            findings.fail(
                    "connector",
                    version + ": does not ask for a client certificate, so the door sees none"
                            + " (certificate_missing). In Tomcat: certificateVerification=\"optional\". Behind a proxy that ends"
                            + " TLS see docs/behind-a-proxy.md." + server);
        }
    }

    private void lookAtAnswer(HttpReply reply) {
        boolean bearer = reply.values("WWW-Authenticate").stream()
                .anyMatch(line -> AuthenticateHeader.bearerParameters(line).isPresent());
        if (reply.status() == 401 && bearer) {
            findings.pass("door", "answers 401 Bearer to a request without a token");
        } else if (reply.status() >= 200 && reply.status() < 300) {
            findings.fail(
                    "door",
                    "the address is NOT protected: a request without a token got " + reply.status()
                            + ". See the filter's url-pattern, or where the valve stands.");
        } else if (reply.status() == 503) {
            findings.fail(
                    "door",
                    "answers 503: it is shut, because it could not start, or something before it failed."
                            + " See the log of the server.");
        } else {
            findings.warn(
                    "door",
                    "a request without a token got " + reply.status() + (bearer ? " with" : " without")
                            + " a Bearer challenge, where 401 with one is expected: something else may answer first"
                            + " (docs/own-login.md).");
        }
    }
}
