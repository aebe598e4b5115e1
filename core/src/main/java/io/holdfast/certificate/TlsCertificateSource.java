package io.holdfast.certificate;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The client certificate of a request's TLS connection, as a servlet container reports it: the request attribute
 * {@code javax.servlet.request.X509Certificate} or {@code jakarta.servlet.request.X509Certificate}.
 *
 * <p>Only the end-entity certificate, the first of the array, counts. A token bound to an issuing authority would
 * otherwise work for each of its clients. Immutable.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0#ssl-attributes">Jakarta Servlet
 *     6.0 section 3.11, "SSL Attributes"</a>
 */
public final class TlsCertificateSource implements ClientCertificateSource {
    @Override
    public ClientCertificate of(IncomingConnection connection) {
        return ClientCertificate.ofTls(fromAttribute(connection.clientCertificateAttribute()), connection.secure());
    }

    @Override
    public HiddenHeaders headers() {
        return HiddenHeaders.none();
    }

    /**
     * Returns the end-entity certificate in a container's request attribute.
     *
     * @param attribute the attribute's value, of any type
     * @return null if there is no client certificate: the attribute is missing, of another type, empty, or its first
     *     element is null
     */
    public static @Nullable X509Certificate fromAttribute(@Nullable Object attribute) {
        if (!(attribute instanceof X509Certificate[])) {
            return null;
        }
        X509Certificate[] chain = (X509Certificate[]) attribute;
        return chain.length == 0 ? null : chain[0];
    }
}
