package io.holdfast.keyring;

import io.holdfast.keyring.rotation.CertificateUse;
import io.holdfast.text.HostName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The use of a key ring's certificate by all its connections. Safe for use by several threads. */
final class ShownCertificates implements CertificateUse {
    private final CertificateDestinations destinations;
    private final WithheldTokens withheld;

    /** Allowed servers, by host and port, that had not asked when the last connection to them was made. */
    private final Set<String> notAsking = ConcurrentHashMap.newKeySet();

    ShownCertificates(CertificateDestinations destinations, WithheldTokens withheld) {
        this.destinations = destinations;
        this.withheld = withheld;
    }

    @Override
    public boolean isOffered(String host, int port) {
        return destinations.include(host, port);
    }

    @Override
    public String unshown(String host, int port, String problem) {
        return withheld.unshown(host, port, problem);
    }

    @Override
    public void connected(String host, int port, boolean asked) {
        String server = nameOf(host, port);
        if (asked) {
            notAsking.remove(server);
        } else {
            notAsking.add(server);
        }
    }

    @Override
    public void withheld(String reason) {
        withheld.refused(reason);
    }

    /** A server has refused a token: if it had not asked for the certificate, it cannot have compared the two. */
    void tokenRefused(String host, int port) {
        String server = nameOf(host, port);
        if (notAsking.contains(server)) {
            withheld.refused(
                    server + " refused a token as invalid (401 invalid_token), and it had not asked for the client's"
                            + " certificate when the connection was made, so it cannot have seen that the token is bound to it. See"
                            + " whether this is its address for mutual TLS, and whether something that ends TLS before it asks for"
                            + " certificates and passes them on.");
        }
    }

    /** One name for a server: a TLS connection has an IPv6 address without the brackets that a URI has. */
    private static String nameOf(String host, int port) {
        return HostName.withPort(HostName.normal(host), port);
    }
}
