package io.holdfast.doctor.explain;

import io.holdfast.config.ResourceSettings;
import io.holdfast.resource.ResourceRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as its facts describe it: a door would get it so from its container. Immutable. */
final class ExplainedRequest implements ResourceRequest {
    private static final String LOOPBACK = "127.0.0.1";

    private final RequestHead head;
    private final boolean secure;
    private final @Nullable X509Certificate certificate;
    private final String peer;

    private ExplainedRequest(RequestHead head, boolean secure, @Nullable X509Certificate certificate, String peer) {
        this.head = head;
        this.secure = secure;
        this.certificate = certificate;
        this.peer = peer;
    }

    /**
     * A request to a door with these settings. Where they name proxies, one of those has sent it.
     *
     * @param secure true if it came over TLS
     * @param certificate the client certificate of TLS; null for none
     */
    static ExplainedRequest of(
            ResourceSettings settings, RequestHead head, boolean secure, @Nullable X509Certificate certificate) {
        String peer =
                settings.proxy().flatMap(proxy -> proxy.proxies().anAddress()).orElse(LOOPBACK);
        return new ExplainedRequest(head, secure, certificate, peer);
    }

    /** This request with another token. */
    ExplainedRequest replacing(String token, String other) {
        return new ExplainedRequest(head.replacing(token, other), secure, certificate, peer);
    }

    @Override
    public List<String> headers(String name) {
        return head.values(name);
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public @Nullable Object clientCertificateAttribute() {
        return certificate != null ? new X509Certificate[] {certificate} : null;
    }

    @Override
    public String peerAddress() {
        return peer;
    }

    @Override
    public String remoteAddress() {
        return peer;
    }

    @Override
    public @Nullable String queryString() {
        int question = head.target().indexOf('?');
        return question < 0 ? null : head.target().substring(question + 1);
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        int question = head.target().indexOf('?');
        return question < 0 ? head.target() : head.target().substring(0, question);
    }

    /** The path as a container decodes a plain one. The door itself sees whether another is plain. */
    @Override
    public String canonicalPath() {
        try {
            return URLDecoder.decode(path().replaceAll(";[^/]*", "").replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return path();
        }
    }
}
