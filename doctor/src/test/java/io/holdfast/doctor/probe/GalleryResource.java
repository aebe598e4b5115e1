package io.holdfast.doctor.probe;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.testkit.SigningKey;
import io.holdfast.testpki.TestIdentity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jspecify.annotations.Nullable;

/** Orders for whoever has a token that is bound to the certificate of the connection, but for one mistake. */
final class GalleryResource {
    private final Fault fault;
    private final Keys keys;
    private final AtomicInteger requests = new AtomicInteger();
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean cached = new AtomicBoolean();
    private final AtomicInteger numbers = new AtomicInteger(1000);

    GalleryResource(Fault fault, Keys keys) {
        this.fault = fault;
        this.keys = keys;
    }

    /** The number of requests so far. */
    int requests() {
        return requests.get();
    }

    /** The issuer and its key, the certificate that this server knows, and its authority. */
    record Keys(String issuer, String audience, SigningKey signing, X509Certificate known, X509Certificate authority) {}

    /** The other end of a connection; {@code decided} is set once a request of it was let through. */
    record Peer(
            List<X509Certificate> chain,
            String protocol,
            @Nullable String serverName,
            boolean resumed,
            boolean second,
            AtomicBoolean decided) {
        Peer(
                List<X509Certificate> chain,
                String protocol,
                @Nullable String serverName,
                boolean resumed,
                boolean second) {
            this(chain, protocol, serverName, resumed, second, new AtomicBoolean());
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
    private static final class Refusal extends Exception {
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
            String echo = fault == Fault.ECHO ? String.join(",", request.values("Authorization")) : "";
            return http(request, refusal.status, null, refusal.challenge, echo);
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
        String token = token(request);
        if (fault == Fault.ANY_TOKEN) {
            return "anybody";
        }
        Map<String, Object> claims = verified(token);
        X509Certificate certificate = certificate(request, peer);
        if (!isRightPlace(request, peer, token)) {
            require(claims, certificate, peer);
        }
        decided.add(token);
        peer.decided().set(true);
        X509Certificate named = fault == Fault.HEADER_IDENTITY ? header(request, "X-SSL-Client-Cert", false) : null;
        X509Certificate shown = named != null ? named : certificate;
        return shown == null ? "nobody" : shown.getSubjectX500Principal().getName();
    }

    /** True where this server forgets to compare. */
    private boolean isRightPlace(Request request, Peer peer, String token) {
        return switch (fault) {
            case DECISION_CACHE -> decided.contains(token);
            case CONNECTION -> peer.decided().get();
            case RESUMED_UNCHECKED -> peer.resumed();
            case UNNAMED -> peer.serverName() == null;
            case OTHER_NAME -> GalleryServer.OTHER_HOST.equals(peer.serverName());
            case TLS12 -> peer.protocol().equals("TLSv1.2");
            case SECOND_ADDRESS -> peer.second();
            case HEAD -> request.method().equals("HEAD");
            default -> false;
        };
    }

    private void require(Map<String, Object> claims, @Nullable X509Certificate certificate, Peer peer) throws Refusal {
        Map<?, ?> confirmation = claims.get("cnf") instanceof Map ? (Map<?, ?>) claims.get("cnf") : Map.of();
        if (confirmation.isEmpty() && (fault == Fault.UNBOUND || fault == Fault.UNBOUND_UNVERIFIED)) {
            return;
        }
        if (confirmation.containsKey("jkt") && fault == Fault.DPOP) {
            return;
        }
        Object bound = confirmation.get("x5t#S256");
        boolean also = confirmation.containsKey("jkt") && fault != Fault.ALSO_DPOP;
        boolean right = (bound != null && !also && isBound(bound, certificate, peer))
                || (!also && isOddlyBound(claims, confirmation, certificate, peer));
        if (!right) {
            String told = fault == Fault.TELLS && certificate != null
                    ? ", error_description=\"bound to " + bound + ", came " + TestIdentity.thumbprintOf(certificate)
                            + "\""
                    : "";
            throw fault == Fault.CRASHES
                    ? new Refusal(500, null)
                    : new Refusal(fault == Fault.FORBIDDEN ? 403 : 401, "error=\"invalid_token\"" + told);
        }
    }

    /** True if an odd confirmation is good enough for this server. */
    private boolean isOddlyBound(
            Map<String, Object> claims, Map<?, ?> confirmation, @Nullable X509Certificate certificate, Peer peer) {
        if (certificate == null) {
            return false;
        }
        Object whole = claims.get("cnf");
        String right = TestIdentity.thumbprintOf(certificate);
        String bound = String.valueOf(confirmation.get("x5t#S256"));
        return switch (fault) {
            case NULL_CONFIRMATION -> claims.containsKey("cnf") && whole == null;
            case EMPTY_CONFIRMATION -> whole instanceof Map && confirmation.isEmpty();
            case LIST_CONFIRMATION -> whole instanceof List;
            case TEXT_CONFIRMATION -> right.equals(whole);
            case HEXADECIMAL ->
                bound.equals(HexFormat.of().formatHex(Base64.getUrlDecoder().decode(right)));
            case PADDED -> bound.equals(right + "=");
            case ALPHABET -> bound.equals(right.replace('-', '+').replace('_', '/'));
            case PREFIX -> bound.length() > 40 && right.startsWith(bound);
            case LETTER_CASE -> bound.equalsIgnoreCase(right);
            case SHA1 -> String.valueOf(confirmation.get("x5t")).equals(sha1(certificate));
            case OUTSIDE -> right.equals(claims.get("x5t#S256"));
            case ISSUER ->
                peer.chain().size() > 1
                        && peer.chain().get(1).getBasicConstraints() >= 0
                        && bound.equals(TestIdentity.thumbprintOf(peer.chain().get(1)));
            default -> false;
        };
    }

    private static String sha1(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isBound(Object bound, @Nullable X509Certificate certificate, Peer peer) {
        if (certificate == null) {
            return fault == Fault.CERTIFICATE_NOT_REQUIRED;
        }
        return bound.equals(TestIdentity.thumbprintOf(certificate)) || isMistakenFor(bound, certificate, peer);
    }

    private boolean isMistakenFor(Object bound, X509Certificate certificate, Peer peer) {
        X509Certificate known = keys.known();
        boolean forKnown = bound.equals(TestIdentity.thumbprintOf(known));
        return switch (fault) {
            case SAME_AUTHORITY ->
                certificate.getIssuerX500Principal().equals(keys.authority().getSubjectX500Principal())
                        && !certificate.getSerialNumber().equals(known.getSerialNumber());
            case KNOWN_CERTIFICATE -> certificate.equals(known);
            case SELF_SIGNED -> certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
            case NAMES ->
                forKnown
                        && certificate.getSubjectX500Principal().equals(known.getSubjectX500Principal())
                        && certificate.getSerialNumber().equals(known.getSerialNumber());
            case KEY -> forKnown && certificate.getPublicKey().equals(known.getPublicKey());
            case CHAIN -> peer.chain().stream().anyMatch(one -> bound.equals(TestIdentity.thumbprintOf(one)));
            default -> false;
        };
    }

    private @Nullable X509Certificate certificate(Request request, Peer peer) {
        X509Certificate fromTls = peer.chain().isEmpty() || (fault == Fault.SESSION_LOSES_CERTIFICATE && peer.resumed())
                ? null
                : peer.chain().get(0);
        X509Certificate fromHeader = switch (fault) {
            case HEADER -> fromTls == null ? header(request, "X-SSL-Client-Cert", false) : null;
            case HEADER_FORWARDED -> fromTls == null ? header(request, "X-Forwarded-Client-Cert", false) : null;
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

    private static @Nullable X509Certificate header(Request request, String name, boolean last) {
        List<String> values = request.values(name);
        return values.isEmpty() ? null : parsed(values.get(last ? values.size() - 1 : 0));
    }

    private static @Nullable X509Certificate parameter(String text) {
        int start = text.indexOf("client_cert=");
        return start < 0 ? null : parsed(text.substring(start + 12).split("[&;]", 2)[0]);
    }

    private static @Nullable X509Certificate parsed(String value) {
        String text = value.contains("Cert=\"") ? value.replaceAll(".*Cert=\"([^\"]*)\".*", "$1") : value;
        String base64 = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.US_ASCII)
                .replaceAll("-----[A-Z ]+-----|[\\s:]", "");
        try {
            return base64.isEmpty()
                    ? null
                    : (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private String token(Request request) throws Refusal {
        List<String> authorizations = request.values("Authorization");
        if (authorizations.size() > 1 && fault != Fault.FIRST_AUTHORIZATION && fault != Fault.LAST_AUTHORIZATION) {
            throw new Refusal(400, "error=\"invalid_request\"");
        }
        if (authorizations.isEmpty()) {
            String cookies = String.join(";", request.values("Cookie"));
            if (fault == Fault.COOKIE && cookies.contains("access_token=")) {
                return cookies.substring(cookies.indexOf("access_token=") + 13).split(";", 2)[0];
            }
            throw new Refusal(401, fault == Fault.ERROR_WITHOUT_TOKEN ? "error=\"invalid_token\"" : "realm=\"orders\"");
        }
        String value = authorizations.get(fault == Fault.LAST_AUTHORIZATION ? authorizations.size() - 1 : 0);
        boolean bearer = fault == Fault.SCHEME_CASE ? value.startsWith("Bearer ") : value.matches("(?i)bearer .*");
        if (!bearer) {
            throw new Refusal(401, "realm=\"orders\"");
        }
        return value.substring(7);
    }

    private Map<String, Object> verified(String token) throws Refusal {
        try {
            String[] parts = token.split("\\.", -1);
            Map<String, Object> header = json(parts[0]);
            Map<String, Object> claims = fault == Fault.LAST_CONFIRMATION ? lastOfTwo(parts[1]) : json(parts[1]);
            boolean unbound = fault == Fault.UNBOUND_UNVERIFIED && !claims.containsKey("cnf");
            long end = ((Number) claims.get("exp")).longValue();
            if ((unbound || isSigned(token, parts, header))
                    && (fault == Fault.EXPIRED || end > System.currentTimeMillis() / 1000)
                    && (fault == Fault.AUDIENCE || keys.audience().equals(claims.get("aud")))) {
                return claims;
            }
        } catch (GeneralSecurityException | MalformedJsonException | RuntimeException e) {
            // as any other token that is no good
        } catch (org.jose4j.lang.JoseException e) {
            // likewise
        }
        throw new Refusal(401, "error=\"invalid_token\"");
    }

    private boolean isSigned(String token, String[] parts, Map<String, Object> header)
            throws GeneralSecurityException, org.jose4j.lang.JoseException {
        byte[] input = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        String algorithm = String.valueOf(header.get("alg"));
        if (fault == Fault.SIGNATURE
                && signature.length > 0
                && algorithm.equals(keys.signing().algorithm())) {
            return true;
        }
        if (signature.length == 0) {
            return (fault == Fault.EMPTY_SIGNATURE
                            && algorithm.equals(keys.signing().algorithm()))
                    || (fault == Fault.ALG_NONE && algorithm.equalsIgnoreCase("none"));
        }
        if (algorithm.equals("HS256") && fault == Fault.PUBLIC_KEY_AS_SECRET) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.signing().publicKey().getEncoded(), "HmacSHA256"));
            return MessageDigest.isEqual(mac.doFinal(input), signature);
        }
        PublicKey key = keys.signing().publicKey();
        if (fault == Fault.OWN_KEY && header.get("jwk") instanceof Map) {
            @SuppressWarnings("unchecked")
            Map<String, Object> jwk = (Map<String, Object>) header.get("jwk");
            key = ((PublicJsonWebKey) JsonWebKey.Factory.newJwk(jwk)).getPublicKey();
        }
        if (fault == Fault.OWN_CERTIFICATE && header.get("x5c") instanceof List) {
            X509Certificate certificate = parsed(String.valueOf(((List<?>) header.get("x5c")).get(0)));
            key = certificate == null ? key : certificate.getPublicKey();
        }
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key);
        verifier.update(input);
        return algorithm.equals("ES256") && verifier.verify(signature);
    }

    private static Map<String, Object> json(String part) throws MalformedJsonException {
        return StrictJson.parseObject(Base64.getUrlDecoder().decode(part));
    }

    private static Map<String, Object> lastOfTwo(String part) throws MalformedJsonException {
        String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        return StrictJson.parseObject(json.replaceFirst("\"cnf\":\\{[^}]*\\},(?=\"cnf\")", ""));
    }

    private static byte[] http(
            Request request, int status, @Nullable String type, @Nullable String challenge, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " -\r\nContent-Length: " + body.length + "\r\n");
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
