package io.holdfast.certificate;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.text.Sha256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's element in Envoy's {@code X-Forwarded-Client-Cert}: {@code key=value} pairs between semicolons, one element
 * for each proxy on the way, between commas. Each Envoy that is trusted appends the element of its own client, so there
 * must be exactly as many elements as such hops, and the client's is that many from the right. One more means that somebody
 * else has written one: the client, or whoever chose the names in a certificate, which Envoy does not escape.
 *
 * <p>Its pair {@code Hash}, which Envoy always writes, is the SHA-256 of the certificate. Its pair {@code Cert}, a
 * percent-encoded PEM certificate, may be missing; if it is there, the hash must be that certificate's.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert">Envoy,
 *     "x-forwarded-client-cert"</a>
 */
final class ForwardedClientCert {
    private final CertificateThumbprint thumbprint;

    /** The certificate; null if the proxy forwards its hash alone. */
    private final byte @Nullable [] der;

    private ForwardedClientCert(CertificateThumbprint thumbprint, byte @Nullable [] der) {
        this.thumbprint = thumbprint;
        this.der = der;
    }

    /**
     * Reads the client's element.
     *
     * @param hops the number of trusted Envoys on the way, each of which appends an element
     */
    static ForwardedClientCert read(String value, int hops) throws MalformedCertificateException {
        CertificateHeaderFormat.requireLength(value);
        List<Map<String, String>> elements = new Elements(value).all();
        if (elements.size() != hops) {
            throw new MalformedCertificateException("it has " + elements.size() + " elements and not " + hops
                    + ": set forward_client_cert_details to SANITIZE_SET in the first Envoy, to APPEND_FORWARD in those"
                    + " after it, and trustedHops to their number");
        }
        return of(elements.get(0));
    }

    private static ForwardedClientCert of(Map<String, String> element) throws MalformedCertificateException {
        String hash = element.get("hash");
        if (hash == null) {
            throw new MalformedCertificateException("there is no Hash in it, which Envoy always writes");
        }
        CertificateThumbprint thumbprint = CertificateThumbprint.ofHexadecimal(hash)
                .orElseThrow(() -> new MalformedCertificateException(
                        "its Hash is not the 64 hexadecimal digits of a SHA-256 digest"));
        String certificate = element.get("cert");
        if (certificate == null) {
            return new ForwardedClientCert(thumbprint, null);
        }
        byte[] der = PemBlock.decode(PercentEncoding.decode(certificate), '\n');
        if (!hash.equalsIgnoreCase(String.format("%064x", new BigInteger(1, Sha256.of(der))))) {
            throw new MalformedCertificateException("its Hash is not that of its Cert");
        }
        return new ForwardedClientCert(thumbprint, der);
    }

    boolean hasCertificate() {
        return der != null;
    }

    byte[] der() throws MalformedCertificateException {
        if (der == null) {
            throw new MalformedCertificateException(
                    "there is no Cert in it: set cert in Envoy's set_current_client_cert_details");
        }
        return der;
    }

    CertificateThumbprint thumbprint() {
        return thumbprint;
    }

    /** The elements of one value, each as its pairs. */
    private static final class Elements {
        private final String value;
        private int at;

        private Elements(String value) {
            this.value = value;
        }

        private List<Map<String, String>> all() throws MalformedCertificateException {
            List<Map<String, String>> elements = new ArrayList<>();
            elements.add(element());
            while (at < value.length()) {
                at++; // the comma
                elements.add(element());
            }
            return elements;
        }

        private Map<String, String> element() throws MalformedCertificateException {
            Map<String, String> pairs = new HashMap<>();
            while (true) {
                String key = key();
                String pairValue = at < value.length() && value.charAt(at) == '"' ? quoted() : plain();
                // URI and DNS may repeat, since a client certificate may have several names; the pairs read here must
                // not.
                boolean repeats = pairs.put(key, pairValue) != null;
                if (repeats && (key.equals("cert") || key.equals("hash"))) {
                    throw new MalformedCertificateException("one of its keys stands there twice");
                }
                if (at == value.length() || value.charAt(at) == ',') {
                    return pairs;
                }
                if (value.charAt(at) != ';') {
                    throw new MalformedCertificateException("it is not a list of key=value pairs");
                }
                at++;
            }
        }

        private String key() throws MalformedCertificateException {
            int equals = value.indexOf('=', at);
            String key = equals < 0 ? "" : value.substring(at, equals);
            if (key.isEmpty() || !key.chars().allMatch(c -> (c | 0x20) >= 'a' && (c | 0x20) <= 'z')) {
                throw new MalformedCertificateException("it is not a list of key=value pairs");
            }
            at = equals + 1;
            return key.toLowerCase(Locale.ROOT);
        }

        private String plain() {
            int start = at;
            while (at < value.length() && ";,\"".indexOf(value.charAt(at)) < 0) {
                at++;
            }
            return value.substring(start, at);
        }

        private String quoted() throws MalformedCertificateException {
            StringBuilder text = new StringBuilder();
            for (at++; at < value.length() && value.charAt(at) != '"'; at++) {
                if (value.charAt(at) == '\\' && at + 1 < value.length()) {
                    at++;
                }
                text.append(value.charAt(at));
            }
            if (at == value.length()) {
                throw new MalformedCertificateException("a quoted value does not end");
            }
            at++;
            return text.toString();
        }
    }
}
