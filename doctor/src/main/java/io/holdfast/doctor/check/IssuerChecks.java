package io.holdfast.doctor.check;

import io.holdfast.authorizationserver.AuthorizationServerConnection;
import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.AuthorizationServerMetadata;
import io.holdfast.authorizationserver.JwkSetSummary;
import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.config.ClientSettings;
import io.holdfast.config.IntrospectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.KeyStoreSettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.TimeWords;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.ConnectionFailedException;
import io.holdfast.doctor.tls.HttpMessage;
import io.holdfast.doctor.tls.HttpReply;
import io.holdfast.doctor.tls.ObservedConnection;
import io.holdfast.keystore.CertificateExpiry;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls the issuers of a door as the door does: metadata, keys, introspection; and looks at their certificates and clocks. */
final class IssuerChecks {
    private static final int DEFAULT_PORT = 443;

    private final ResourceSettings settings;
    private final Duration timeout;
    private final boolean withCredentials;
    private final Findings findings;

    IssuerChecks(ResourceSettings settings, Duration timeout, boolean withCredentials, Findings findings) {
        this.settings = settings;
        this.timeout = timeout;
        this.withCredentials = withCredentials;
        this.findings = findings;
    }

    void run() {
        for (IssuerSettings issuer : settings.issuers()) {
            try {
                look(issuer, issuer.connection().trust().load());
            } catch (KeyMaterialException e) {
                findings.fail("trust store", String.valueOf(e.getMessage()));
            }
        }
    }

    private void look(IssuerSettings issuer, TrustedCertificates trust) {
        try (AuthorizationServerConnection connection = AuthorizationServerConnection.builder()
                .trust(trust)
                .connectTimeout(timeout)
                .responseTimeout(timeout)
                .totalTimeout(timeout)
                .build()) {
            AuthorizationServerMetadata metadata = metadata(issuer, connection);
            URI keys = issuer.keys().jwksUri().orElse(null);
            if (issuer.usesKeys()) {
                keys = keys != null ? keys : jwksUri(metadata);
                if (keys != null) {
                    lookAtKeys(issuer, keys, connection);
                }
            }
            X509Certificate any = lookAtServer(issuer, keys != null ? keys : URI.create(issuer.issuer()), trust);
            if (issuer.introspection().isPresent() && !withCredentials) {
                findings.unknown(
                        "introspection",
                        wouldSend(issuer, issuer.introspection().get()));
            } else if (issuer.introspection().isPresent() && any != null) {
                new IntrospectionCheck(settings, issuer, findings).run(any);
            }
        }
    }

    /** Settings may be somebody else's: they must not send a file of this machine to an issuer of their own. */
    private static String wouldSend(IssuerSettings issuer, IntrospectionSettings introspection) {
        return "would send the door's credentials (" + credentials(introspection.client()) + ") to "
                + introspection.endpoint().map(URI::toString).orElse(issuer.issuer()) + ": --with-credentials does";
    }

    private static String credentials(ClientSettings client) {
        KeyStoreSettings keys = client.keyStore();
        return client.secretFile()
                .map(file -> "clientSecretFile " + file)
                .orElseGet(() -> client.secret()
                        .map(secret -> "clientSecret")
                        .orElseGet(() -> keys.placeSetting().settingName() + " " + keys.place()));
    }

    /** Null if there are none, which is noted. */
    private @Nullable AuthorizationServerMetadata metadata(
            IssuerSettings issuer, AuthorizationServerConnection connection) {
        try {
            AuthorizationServerMetadata metadata = new MetadataDiscovery(connection).discover(issuer.issuer());
            findings.pass("metadata", "those of " + issuer.issuer() + " name exactly this issuer");
            if (metadata.hasMtlsTokenEndpoint()) {
                findings.pass(
                        "aliases",
                        "clients fetch tokens at " + metadata.mtlsTokenEndpoint() + " (mtls_endpoint_aliases)");
            } else {
                findings.pass("aliases", "none: the token endpoint itself must ask for client certificates");
            }
            if (metadata.bindsTokens()) {
                findings.pass("binding", issuer.issuer() + " says that it binds tokens to certificates");
            } else {
                findings.warn(
                        "binding",
                        "the metadata of " + issuer.issuer() + " do not say"
                                + " tls_client_certificate_bound_access_tokens: see whether it is turned on there");
            }
            return metadata;
        } catch (AuthorizationServerException e) {
            note("metadata", e, issuer.keys().jwksUri().isPresent());
            return null;
        }
    }

    private @Nullable URI jwksUri(@Nullable AuthorizationServerMetadata metadata) {
        try {
            return metadata != null ? metadata.jwksUri() : null;
        } catch (AuthorizationServerException e) {
            findings.fail("keys", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void lookAtKeys(IssuerSettings issuer, URI address, AuthorizationServerConnection connection) {
        try {
            JwkSetSummary keys = JwkSetSummary.of(connection.get(address), issuer.algorithms());
            Optional<String> problem = keys.problem();
            if (problem.isPresent()) {
                findings.fail("keys", address + ": " + problem.get() + " No token of this issuer will pass.");
            } else {
                findings.pass("keys", "of " + address + " in use: " + String.join(", ", keys.used()));
            }
            keys.forEncryption().forEach(reason -> findings.pass("keys", reason));
            keys.leftOut().forEach(reason -> findings.warn("keys", reason + ": no token passes that it has signed"));
            keys.exposed().forEach(reason -> findings.fail("keys", reason));
        } catch (AuthorizationServerException e) {
            note("keys", e, false);
        }
    }

    private void note(String area, AuthorizationServerException e, boolean canDoWithout) {
        String text = String.valueOf(e.getMessage());
        if (canDoWithout) {
            findings.warn(area, text + " The settings name jwksUri, so the door does without metadata.");
        } else if (isUnreachable(e)) {
            findings.unknown(area, text);
        } else {
            findings.fail(area, text);
        }
    }

    private static boolean isUnreachable(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof IOException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Returns the server's certificate; null if it was not reached. */
    private @Nullable X509Certificate lookAtServer(IssuerSettings issuer, URI address, TrustedCertificates trust) {
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        try (ObservedConnection connection =
                ClientTls.of(null, trust).to(address.getHost(), port, timeout).connect()) {
            Instant before = Instant.now();
            HttpReply reply = connection.exchange(HttpMessage.of("GET", pathOf(address))
                    .field("Host", address.getRawAuthority())
                    .field("User-Agent", "holdfast-check")
                    .field("Connection", "close"));
            lookAtClock(issuer, reply, before);
            X509Certificate certificate = connection.observation().serverChain().get(0);
            lookAtEnd(address, certificate);
            return certificate;
        } catch (ConnectionFailedException e) {
            findings.unknown("server", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static String pathOf(URI address) {
        return address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    }

    private void lookAtEnd(URI address, X509Certificate certificate) {
        Instant now = Instant.now();
        String text = "the certificate of " + address.getHost() + " is valid "
                + CertificateFacts.of(certificate).validity(now);
        if (CertificateExpiry.of(certificate).isWarningDue(now, null)) {
            findings.warn("server", text + ". It ends soon.");
        } else {
            findings.pass("server", text);
        }
    }

    private void lookAtClock(IssuerSettings issuer, HttpReply reply, Instant before) {
        Optional<Instant> there = date(reply.values("Date"));
        if (there.isEmpty()) {
            findings.unknown("clock", "the server of " + issuer.issuer() + " sends no Date, so its clock is not known");
            return;
        }
        Instant now = Instant.now();
        Duration behind = Duration.between(there.get().plusSeconds(1), before);
        Duration ahead = Duration.between(now, there.get());
        Duration difference = behind.compareTo(ahead) > 0 ? behind : ahead;
        if (difference.isNegative()) {
            findings.pass("clock", "no difference to " + issuer.issuer() + " was seen");
        } else if (difference.compareTo(issuer.clockSkew()) <= 0) {
            findings.pass(
                    "clock", TimeWords.length(difference) + " from " + issuer.issuer() + ", within clockSkewSeconds");
        } else {
            findings.fail(
                    "clock",
                    "this machine's clock is " + TimeWords.length(difference)
                            + (behind.isNegative() ? " behind " : " ahead of ") + issuer.issuer()
                            + ", more than clockSkewSeconds "
                            + issuer.clockSkew().getSeconds() + ": good tokens will be refused. Set the clocks.");
        }
    }

    private static Optional<Instant> date(List<String> values) {
        try {
            return values.stream()
                    .findFirst()
                    .map(value -> ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
