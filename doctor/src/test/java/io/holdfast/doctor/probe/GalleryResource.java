package io.holdfast.doctor.probe;

import io.holdfast.testkit.SigningKey;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Orders for whoever has a token that is bound to the certificate of the connection, but for one mistake. */
final class GalleryResource {
    /** A live session, which each answer starts. */
    static final String SESSION = "canary-of-a-session-0815";

    private final Fault fault;
    private final Keys keys;
    private final AtomicInteger requests = new AtomicInteger();
    private final GalleryTokens tokens;
    private final GalleryCertificates certificates;
    private final GalleryBinding binding;
    private final AtomicBoolean cached = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger(1000);

    GalleryResource(Fault fault, Keys keys) {
        this.fault = fault;
        this.keys = keys;
        this.tokens = new GalleryTokens(fault, keys);
        this.certificates = new GalleryCertificates(fault);
        this.binding = new GalleryBinding(fault, keys);
    }

    /** The number of requests so far. */
    int requests() {
        return requests.get();
    }

    /** The issuer and its key, the certificate that this server knows, its authority, and tokens by their short forms. */
    record Keys(
            String issuer,
            String audience,
            SigningKey signing,
            X509Certificate known,
            X509Certificate authority,
            Map<String, String> opaque) {}

    /** The other end of a connection; {@code decided} is set once a request of it was let through. */
    record Peer(
            List<X509Certificate> chain,
            String protocol,
            @Nullable String serverName,
            boolean resumed,
            boolean second,
            boolean plain,
            AtomicBoolean decided) {
        /** The other end of a connection without TLS. */
        static Peer withoutTls(boolean second) {
            return new Peer(List.of(), "", null, false, second, true, new AtomicBoolean());
        }

        Peer(
                List<X509Certificate> chain,
                String protocol,
                @Nullable String serverName,
                boolean resumed,
                boolean second) {
            this(chain, protocol, serverName, resumed, second, false, new AtomicBoolean());
        }

        /** True behind the proxy: there is no TLS at this server's second address. */
        boolean isBackEnd() {
            return plain && second;
        }
    }

    record Request(String method, String target, List<Map.Entry<String, String>> headers) {
        List<String> values(String name) {
            return headers.stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toList());
        }

        String path() {
            return target.split("\\?", 2)[0];
        }
    }

    /** A refusal, with its challenge's parameters. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;
        final @Nullable String challenge;

        Refusal(int status, @Nullable String challenge) {
            super(challenge, null, false, false);
            this.status = status;
            this.challenge = challenge;
        }
    }

    byte[] answer(Request request, Peer peer) {
        requests.incrementAndGet();
        String path = request.path();
        if (fault == Fault.PLAIN_REDIRECT && peer.plain() && !peer.second()) {
            return redirect(request);
        }
        if (path.startsWith("/.well-known/oauth-protected-resource")) {
            return http(
                    request,
                    200,
                    "application/json",
                    null,
                    metadata("https://" + request.values("Host").get(0) + "/orders"));
        }
        boolean doubled = fault == Fault.DOUBLE_SLASH && path.equals("//orders");
        boolean open = fault == Fault.OPEN || doubled || (fault == Fault.SHARED_CACHE && cached.get());
        String name = "anybody";
        try {
            if (!open) {
                name = caller(request, peer);
                cached.set(true);
            }
        } catch (Refusal refusal) {
            return fault == Fault.ECHO
                    ? echo(request, refusal)
                    : http(request, refusal.status, null, refusal.challenge, "");
        }
        String plain = fault == Fault.SEMICOLON && path.contains("/x/..;/") ? path.replace("/x/..;/", "/") : path;
        if (path.equals("/admin")) {
            return http(request, 403, null, "error=\"insufficient_scope\"", "");
        }
        if (!plain.equals("/orders") && !plain.equals("/admin") && !doubled) {
            return http(request, 404, null, null, "");
        }
        if (fault != Fault.HEADER_IDENTITY) {
            name = "you";
        }
        return http(
                request,
                200,
                "application/json",
                null,
                "{\"orders\":[{\"of\":\"" + name + "\",\"number\":" + numbers.incrementAndGet() + ",\"text\":\""
                        + "goods ".repeat(40) + "\"}]}");
    }

    private String metadata(String here) {
        String resource = fault == Fault.WRONG_METADATA ? "https://other.example/orders" : here;
        return "{\"resource\":\"" + resource + "\",\"authorization_servers\":[\"" + keys.issuer()
                + "\"],\"tls_client_certificate_bound_access_tokens\":true}";
    }

    private String caller(Request request, Peer peer) throws Refusal {
        String token = tokens.of(request);
        if (fault == Fault.ANY_TOKEN) {
            return "anybody";
        }
        X509Certificate certificate = certificates.of(request, peer);
        binding.inService(certificate, 1);
        try {
            binding.check(request, peer, token, tokens.verified(token), certificate);
        } finally {
            binding.inService(certificate, -1);
        }
        X509Certificate named =
                fault == Fault.HEADER_IDENTITY ? GalleryCertificates.header(request, "X-SSL-Client-Cert", false) : null;
        X509Certificate shown = named != null ? named : certificate;
        return shown == null ? "nobody" : shown.getSubjectX500Principal().getName();
    }

    /** A refusal that repeats the token as it came, as a URL has it, and as PHP writes it into JSON and other pages. */
    private static byte[] echo(Request request, Refusal refusal) {
        String token = String.join("", request.values("Authorization")).replaceFirst("(?i)bearer ", "");
        String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
        String json = token.replace("\\", "\\\\").replace("/", "\\/");
        String html = token.replace("&", "&amp;").replace("/", "&#x2F;").replace("=", "&#61;");
        return http(
                request,
                refusal.status,
                null,
                refusal.challenge + ", error_description=\"" + encoded + "\"\r\nLocation: /login;jsessionid=" + SESSION
                        + "?session=" + SESSION,
                String.join(",", token, encoded, encoded.toLowerCase(Locale.ROOT), json, html));
    }

    private static byte[] redirect(Request request) {
        String token = String.join("", request.values("Authorization")).replace("Bearer ", "");
        return ("HTTP/1.1 301 -\r\nContent-Length: 0\r\nLocation: https://"
                        + request.values("Host").get(0) + request.target() + "?access_token="
                        + URLEncoder.encode(token, StandardCharsets.UTF_8) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] http(
            Request request, int status, @Nullable String type, @Nullable String challenge, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\nContent-Length: " + body.length + "\r\n");
        head.append("Set-Cookie: SESSION=").append(SESSION).append("; HttpOnly\r\nX-Session: ");
        head.append(SESSION).append("\r\n");
        if (type != null) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        if (challenge != null && !challenge.isEmpty()) {
            head.append("WWW-Authenticate: Bearer ").append(challenge).append("\r\n");
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            answer.writeBytes(body);
        }
        return answer.toByteArray();
    }
}
