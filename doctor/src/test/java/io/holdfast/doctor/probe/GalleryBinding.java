package io.holdfast.doctor.probe;

import io.holdfast.doctor.probe.GalleryResource.Keys;
import io.holdfast.doctor.probe.GalleryResource.Peer;
import io.holdfast.doctor.probe.GalleryResource.Refusal;
import io.holdfast.doctor.probe.GalleryResource.Request;
import io.holdfast.testpki.TestIdentity;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A way in which a server of the gallery compares token and certificate. */
final class GalleryBinding {
    private final Fault fault;
    private final Keys keys;
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private final AtomicInteger knownInService = new AtomicInteger();

    GalleryBinding(Fault fault, Keys keys) {
        this.fault = fault;
        this.keys = keys;
    }

    /** A request with the certificate that this server knows is in service from now on, or no longer. */
    void inService(@Nullable X509Certificate certificate, int change) {
        if (keys.known().equals(certificate)) {
            knownInService.addAndGet(change);
        }
    }

    void check(
            Request request, Peer peer, String token, Map<String, Object> claims, @Nullable X509Certificate certificate)
            throws Refusal {
        if (!isRightPlace(request, peer, token, certificate)) {
            require(claims, certificate, peer);
        }
        decided.add(token);
        peer.decided().set(true);
    }

    /** True where this server forgets to compare. */
    private boolean isRightPlace(Request request, Peer peer, String token, @Nullable X509Certificate certificate) {
        return switch (fault) {
            case DECISION_CACHE -> decided.contains(token);
            case CONNECTION -> peer.decided().get();
            case RESUMED_UNCHECKED -> peer.resumed();
            case UNNAMED -> !peer.plain() && peer.serverName() == null;
            case OTHER_NAME -> GalleryServer.OTHER_HOST.equals(peer.serverName());
            case TLS12 -> peer.protocol().equals("TLSv1.2");
            case SECOND_ADDRESS -> !peer.plain() && peer.second();
            case PLAIN -> peer.plain() && !peer.second();
            case IN_FLIGHT -> !keys.known().equals(certificate) && knownInService.get() > 0;
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
}
