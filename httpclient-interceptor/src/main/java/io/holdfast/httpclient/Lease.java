package io.holdfast.httpclient;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keystore.CredentialGeneration;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a request needs: of which generation, and whether its server may see the certificate. HttpClient
 * hands it to the connection manager as the connection's state; a manager that knows it {@linkplain #take takes} it.
 *
 * <p>Two are equal if one connection serves both. Safe for use by several threads.
 */
final class Lease {
    private final KeyRing keyRing;
    private final CredentialGeneration credentials;
    private final boolean withCertificate;
    private final @Nullable Object applications;
    private final List<String> withheld;
    private final @Nullable Exchange exchange;
    private final @Nullable HttpClientContext context;
    private volatile boolean taken;
    private volatile boolean hiding;

    /**
     * @param applications the state that the application has set itself; null: none
     * @param withheld the headers that its requests may not have
     * @param exchange that needs it; null: the kind of a pool's connections, which stay when the exchange is over
     * @param context of its request; null: that of no request
     */
    Lease(
            KeyRing keyRing,
            CredentialGeneration credentials,
            boolean withCertificate,
            @Nullable Object applications,
            List<String> withheld,
            @Nullable Exchange exchange,
            @Nullable HttpClientContext context) {
        this.keyRing = keyRing;
        this.credentials = credentials;
        this.withCertificate = withCertificate;
        this.applications = applications instanceof CredentialGeneration ? null : applications;
        this.withheld =
                withheld.isEmpty() && applications instanceof Lease ? ((Lease) applications).withheld : withheld;
        this.exchange = exchange;
        this.context = context;
    }

    /**
     * Names the credentials as the state of the connections, so that a pool never lends a connection of one certificate
     * for another. HttpClient's own state would be the certificate's subject, which a renewed one shares.
     */
    static void own(HttpClientContext context, CredentialGeneration credentials) {
        Object state = context.getUserToken();
        if (state == null || state instanceof CredentialGeneration) {
            context.setUserToken(credentials);
        }
    }

    boolean isOf(KeyRing ring) {
        return keyRing == ring;
    }

    /** True if a certificate is the client's, or was before a rotation. */
    boolean isOurs(Certificate certificate) {
        return keyRing.hasHad(certificate);
    }

    /** True if it was the client's, and no longer is. */
    boolean isReplaced(Certificate certificate) {
        return isOurs(certificate) && !keyRing.credentials().certificate().equals(certificate);
    }

    CredentialGeneration credentials() {
        return credentials;
    }

    boolean isWithCertificate() {
        return withCertificate;
    }

    @Nullable
    Object applications() {
        return applications;
    }

    /** A lease of this kind with another state of the application's, and of no exchange. */
    Lease with(@Nullable Object state) {
        return new Lease(keyRing, credentials, withCertificate, state, Collections.emptyList(), null, null);
    }

    /** The headers that its requests may not have, by this key ring or by another one in the same client. */
    List<String> withheld() {
        return withheld;
    }

    /** The context of the request for which it was made. */
    @Nullable
    HttpClientContext context() {
        return context;
    }

    /** The header of its exchange with this value, even if this very request does not have it; null: another one's. */
    @Nullable
    TokenHeader carried(String value) {
        TokenHeader own = exchange != null ? exchange.carried() : null;
        if (own != null && own.getValue().equals(value)) {
            return own;
        }
        return applications instanceof Lease ? ((Lease) applications).carried(value) : null;
    }

    /** A connection manager that compares connections and tokens serves this. */
    void take() {
        taken = true;
        hiding = true;
        if (applications instanceof Lease) {
            ((Lease) applications).hiding = true; // another key ring's, whose certificate these connections do not have
        }
    }

    /** True if such a manager serves it, rather than one that was set later. */
    boolean isTaken() {
        return taken;
    }

    /** True if a manager serves it that shows the certificate only where it belongs. */
    boolean isHiding() {
        return hiding;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Lease)) {
            return false;
        }
        Lease that = (Lease) other;
        return credentials == that.credentials
                && withCertificate == that.withCertificate
                && Objects.equals(applications, that.applications);
    }

    @Override
    public int hashCode() {
        return Objects.hash(credentials, withCertificate, applications);
    }

    @Override
    public String toString() {
        return credentials + (withCertificate ? "" : " not shown") + (applications != null ? ", with a state" : "");
    }
}
