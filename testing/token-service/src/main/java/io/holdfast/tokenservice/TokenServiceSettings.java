package io.holdfast.tokenservice;

import io.holdfast.keystore.TrustedCertificates;
import io.holdfast.tokenservice.key.SigningAlgorithm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings that a token service is started with. Immutable. */
public final class TokenServiceSettings {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final URI issuer;
    private final URI mtlsBaseUrl;
    private final Path registrationsFile;
    private final Path clientAuthoritiesFile;
    private final Duration tokenLifetime;
    private final SigningAlgorithm signingAlgorithm;
    private final @Nullable TrustedCertificates clientKeyTrust;
    private final Clock clock;

    private TokenServiceSettings(Builder builder) {
        this.issuer = Objects.requireNonNull(builder.issuer, "issuer");
        this.mtlsBaseUrl = Objects.requireNonNull(builder.mtlsBaseUrl, "mtlsBaseUrl");
        this.registrationsFile = Objects.requireNonNull(builder.registrationsFile, "registrationsFile");
        this.clientAuthoritiesFile = Objects.requireNonNull(builder.clientAuthoritiesFile, "clientAuthoritiesFile");
        this.tokenLifetime = builder.tokenLifetime;
        this.signingAlgorithm = builder.signingAlgorithm;
        this.clientKeyTrust = builder.clientKeyTrust;
        this.clock = builder.clock;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The {@code iss} of every token, and the base URL of the endpoints that ask for no certificate. */
    public URI issuer() {
        return issuer;
    }

    /** The base URL of the same service where a client certificate is asked for. */
    public URI mtlsBaseUrl() {
        return mtlsBaseUrl;
    }

    /** The JSON file of protected resources, clients and users. */
    public Path registrationsFile() {
        return registrationsFile;
    }

    /** A PEM file with the certificates of the authorities whose client certificates are believed. */
    public Path clientAuthoritiesFile() {
        return clientAuthoritiesFile;
    }

    /** The lifetime of access tokens whose client is registered without one of its own. */
    public Duration tokenLifetime() {
        return tokenLifetime;
    }

    /** The algorithm that signs the tokens. */
    public SigningAlgorithm signingAlgorithm() {
        return signingAlgorithm;
    }

    /** Whom to trust when a client's {@code jwks_uri} is fetched; empty means the platform's certificates. */
    Optional<TrustedCertificates> clientKeyTrust() {
        return Optional.ofNullable(clientKeyTrust);
    }

    Clock clock() {
        return clock;
    }

    /** The problems of these settings, each a sentence for the operator; empty if there are none. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        requireBaseUrl("issuer", issuer, problems);
        requireBaseUrl("mtlsBaseUrl", mtlsBaseUrl, problems);
        if (tokenLifetime.compareTo(SHORTEST) < 0 || tokenLifetime.compareTo(LONGEST) > 0) {
            problems.add("tokenLifetime: " + tokenLifetime + " is not between " + SHORTEST + " and " + LONGEST
                    + "; a short one, such as PT5M, is best.");
        }
        return problems;
    }

    private static void requireBaseUrl(String name, URI url, List<String> problems) {
        boolean good = "https".equalsIgnoreCase(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && !url.getPath().endsWith("/");
        if (!good) {
            problems.add(name + ": '" + url
                    + "' is not an https URL without query, fragment and final slash, such as https://localhost:8443.");
        }
    }

    /** Not thread-safe. */
    public static final class Builder {
        private @Nullable URI issuer;
        private @Nullable URI mtlsBaseUrl;
        private @Nullable Path registrationsFile;
        private @Nullable Path clientAuthoritiesFile;
        private Duration tokenLifetime = Duration.ofMinutes(5);
        private SigningAlgorithm signingAlgorithm = SigningAlgorithm.ES256;
        private @Nullable TrustedCertificates clientKeyTrust;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Required. */
        public Builder issuer(URI url) {
            issuer = url;
            return this;
        }

        /** Required. */
        public Builder mtlsBaseUrl(URI url) {
            mtlsBaseUrl = url;
            return this;
        }

        /** Required. */
        public Builder registrationsFile(Path file) {
            registrationsFile = file;
            return this;
        }

        /** Required. */
        public Builder clientAuthoritiesFile(Path file) {
            clientAuthoritiesFile = file;
            return this;
        }

        /** ES256 unless set; the others need a newer Java than 8. */
        public Builder signingAlgorithm(SigningAlgorithm algorithm) {
            signingAlgorithm = algorithm;
            return this;
        }

        /** 300 seconds unless set; a second at least and an hour at most. */
        public Builder tokenLifetime(Duration lifetime) {
            tokenLifetime = lifetime;
            return this;
        }

        /** Whom to trust when a client's {@code jwks_uri} is fetched. The platform's certificates unless set. */
        public Builder clientKeyTrust(TrustedCertificates trusted) {
            clientKeyTrust = trusted;
            return this;
        }

        /** The platform's unless set. */
        public Builder clock(Clock source) {
            clock = source;
            return this;
        }

        /**
         * The settings.
         *
         * @throws NullPointerException if a required one is missing; the message names it
         */
        public TokenServiceSettings build() {
            return new TokenServiceSettings(this);
        }
    }
}
