package io.holdfast.doctor.command;

import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.binding.Confirmation;
import io.holdfast.doctor.report.TokenText;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.keyring.token.TokenNotBoundException;
import io.holdfast.keystore.KeyMaterial;
import java.net.URI;
import java.util.List;

/** A token with what was seen when it was fetched. Immutable. */
final class FetchedToken {
    private final TokenResponse response;
    private final KeyMaterial identity;
    private final ClientTls tls;
    private final URI endpoint;
    private final boolean alias;
    private final List<String> remarks;
    private final TokenText text;

    FetchedToken(
            TokenResponse response,
            KeyMaterial identity,
            ClientTls tls,
            URI endpoint,
            boolean alias,
            List<String> remarks) {
        this.response = response;
        this.identity = identity;
        this.tls = tls;
        this.endpoint = endpoint;
        this.alias = alias;
        this.remarks = List.copyOf(remarks);
        this.text = TokenText.of(response.accessToken());
    }

    /** The verdict on the binding of a new token. */
    enum Binding {
        BOUND("BOUND to the certificate of this very handshake"),
        OTHER("BOUND TO ANOTHER certificate than that of this handshake: something between may have one of its own"),
        NONE("NOT BOUND: whoever has the token can use it. " + TokenNotBoundException.REMEDY),
        UNKNOWN("NOT KNOWN: the token is opaque, and only its issuer can say to what it is bound");

        private final String words;

        Binding(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Binding binding() {
        if (!text.isReadable()) {
            return Binding.UNKNOWN;
        }
        Confirmation confirmation = text.confirmation().orElseThrow();
        CertificateThumbprint bound = confirmation.certificateThumbprint().orElse(null);
        if (bound == null) {
            return Binding.NONE;
        }
        return response.isWithCertificate() && bound.equals(identity.thumbprint()) ? Binding.BOUND : Binding.OTHER;
    }

    TokenResponse response() {
        return response;
    }

    KeyMaterial identity() {
        return identity;
    }

    URI endpoint() {
        return endpoint;
    }

    /** True if the metadata name another address for clients with certificates. */
    boolean isAlias() {
        return alias;
    }

    /** Objections in the metadata. */
    List<String> remarks() {
        return remarks;
    }

    TokenText text() {
        return text;
    }

    boolean wasAsked() {
        return tls.askedByOthers();
    }

    List<String> authorities() {
        return tls.authoritiesOfOthers();
    }
}
