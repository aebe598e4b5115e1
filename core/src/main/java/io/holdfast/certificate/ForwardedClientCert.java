package io.holdfast.certificate;

import io.holdfast.text.Sha256;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's {@code X-Forwarded-Client-Cert}: {@code key=value} pairs between semicolons, one element for each proxy on
 * the way, between commas. Only a single element is accepted, because more would mean that an earlier hop's element was
 * kept. Its pair {@code Cert} is a percent-encoded PEM certificate, and its pair {@code Hash}, which Envoy always
 * writes, must be that certificate's.
 *
 * @see <a
 *     href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#x-forwarded-client-cert">Envoy,
 *     "x-forwarded-client-cert"</a>
 */
final class ForwardedClientCert {
    private final String value;
    private int at;

    private ForwardedClientCert(String value) {
        this.value = value;
    }

    static byte[] decode(String value) throws MalformedCertificateException {
        Map<String, String> element = new ForwardedClientCert(value).element();
        String certificate = element.get("cert");
        if (certificate == null) {
            throw new MalformedCertificateException(
                    "there is no Cert in it: set cert in Envoy's set_current_client_cert_details");
        }
        byte[] der = PemBlock.decode(PercentEncoding.decode(certificate), '\n');
        requireHash(element.get("hash"), der);
        return der;
    }

    private Map<String, String> element() throws MalformedCertificateException {
        Map<String, String> pairs = new HashMap<>();
        while (true) {
            String key = key();
            String pairValue = at < value.length() && value.charAt(at) == '"' ? quoted() : plain();
            // URI and DNS may repeat, since a client certificate may have several names; the pairs read here must not.
            boolean repeats = pairs.put(key, pairValue) != null;
            if (repeats && (key.equals("cert") || key.equals("hash"))) {
                throw new MalformedCertificateException("one of its keys stands there twice");
            }
            if (at == value.length()) {
                return pairs;
            }
            if (value.charAt(at) != ';') {
                throw new MalformedCertificateException(
                        "it is not exactly one element: set forward_client_cert_details to SANITIZE_SET in Envoy");
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

    private static void requireHash(@Nullable String hash, byte[] der) throws MalformedCertificateException {
        if (hash == null) {
            throw new MalformedCertificateException("there is no Hash in it, which Envoy always writes");
        }
        if (!hash.equalsIgnoreCase(hexSha256(der))) {
            throw new MalformedCertificateException("its Hash is not that of its Cert");
        }
    }

    private static String hexSha256(byte[] der) {
        return String.format("%064x", new BigInteger(1, Sha256.of(der)));
    }
}
