package io.holdfast.doctor.probe;

import io.holdfast.doctor.probe.GalleryResource.Peer;
import io.holdfast.doctor.probe.GalleryResource.Refusal;
import io.holdfast.doctor.probe.GalleryResource.Request;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a server of the gallery takes the client certificate from. */
final class GalleryCertificates {
    private final Fault fault;

    GalleryCertificates(Fault fault) {
        this.fault = fault;
    }

    @Nullable
    X509Certificate of(Request request, Peer peer) throws Refusal {
        boolean broken = request.values("X-SSL-Client-Cert").stream().anyMatch(value -> value.contains("%ZZ"));
        if (broken && fault == Fault.BROKEN_HEADER) {
            throw new Refusal(500, null);
        }
        X509Certificate fromTls = peer.chain().isEmpty() || (fault == Fault.SESSION_LOSES_CERTIFICATE && peer.resumed())
                ? null
                : peer.chain().get(0);
        X509Certificate fromHeader = switch (fault) {
            case HEADER -> fromTls == null ? header(request, "X-SSL-Client-Cert", false) : null;
            case HEADER_FORWARDED -> fromTls == null ? header(request, "X-Forwarded-Client-Cert", false) : null;
            case BACK_END -> peer.isBackEnd() ? header(request, "X-SSL-Client-Cert", false) : null;
            case HEADER_FIRST -> fromTls != null ? header(request, "Client-Cert", false) : null;
            case UNDERSCORES -> fromTls == null ? header(request, "X_SSL_Client_Cert", false) : null;
            case LAST_LINE ->
                fromTls == null && request.values("Client-Cert").size() > 1
                        ? header(request, "Client-Cert", true)
                        : null;
            case COOKIE_CERTIFICATE -> fromTls == null ? parameter(String.join(";", request.values("Cookie"))) : null;
            case QUERY_CERTIFICATE -> fromTls == null ? parameter(request.target()) : null;
            default -> null;
        };
        return fromHeader != null ? fromHeader : fromTls;
    }

    static @Nullable X509Certificate header(Request request, String name, boolean last) {
        List<String> values = request.values(name);
        return values.isEmpty() ? null : parsed(values.get(last ? values.size() - 1 : 0));
    }

    private static @Nullable X509Certificate parameter(String text) {
        int start = text.indexOf("client_cert=");
        return start < 0 ? null : parsed(text.substring(start + 12).split("[&;]", 2)[0]);
    }

    static @Nullable X509Certificate parsed(String value) {
        String text = value.contains("Cert=\"") ? value.replaceAll(".*Cert=\"([^\"]*)\".*", "$1") : value;
        try {
            String base64 = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.US_ASCII)
                    .replaceAll("-----[A-Z ]+-----|[\\s:]", "");
            return base64.isEmpty()
                    ? null
                    : (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }
}
