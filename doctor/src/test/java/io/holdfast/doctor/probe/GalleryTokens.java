package io.holdfast.doctor.probe;

import io.holdfast.doctor.probe.GalleryResource.Keys;
import io.holdfast.doctor.probe.GalleryResource.Refusal;
import io.holdfast.doctor.probe.GalleryResource.Request;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Where a server of the gallery takes the token from, and how it verifies it. */
final class GalleryTokens {
    private static final String PARAMETER = "access_token=";

    private final Fault fault;
    private final Keys keys;

    GalleryTokens(Fault fault, Keys keys) {
        this.fault = fault;
        this.keys = keys;
    }

    String of(Request request) throws Refusal {
        List<String> authorizations = request.values("Authorization");
        if (authorizations.size() > 1 && fault != Fault.FIRST_AUTHORIZATION && fault != Fault.LAST_AUTHORIZATION) {
            throw new Refusal(400, "error=\"invalid_request\"");
        }
        boolean inQuery = request.target().contains(PARAMETER);
        if (inQuery && !authorizations.isEmpty() && fault != Fault.TOKEN_TWICE) {
            throw new Refusal(400, "error=\"invalid_request\"");
        }
        if (inQuery && authorizations.isEmpty() && fault == Fault.QUERY_TOKEN) {
            String token = URLDecoder.decode(after(request.target()), StandardCharsets.UTF_8);
            return keys.opaque().getOrDefault(token, token);
        }
        if (authorizations.isEmpty()) {
            String cookies = String.join(";", request.values("Cookie"));
            if (fault == Fault.COOKIE && cookies.contains(PARAMETER)) {
                return after(cookies);
            }
            throw new Refusal(401, fault == Fault.ERROR_WITHOUT_TOKEN ? "error=\"invalid_token\"" : "realm=\"orders\"");
        }
        String value = authorizations.get(fault == Fault.LAST_AUTHORIZATION ? authorizations.size() - 1 : 0);
        boolean bearer = fault == Fault.SCHEME_CASE ? value.startsWith("Bearer ") : value.matches("(?i)bearer .*");
        if (!bearer) {
            throw new Refusal(401, "realm=\"orders\"");
        }
        String token = value.substring(7);
        return keys.opaque().getOrDefault(token, token);
    }

    Map<String, Object> verified(String token) throws Refusal {
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
        } catch (JoseException e) {
            // likewise
        }
        throw new Refusal(401, "error=\"invalid_token\"");
    }

    private boolean isSigned(String token, String[] parts, Map<String, Object> header)
            throws GeneralSecurityException, JoseException {
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
            X509Certificate certificate =
                    GalleryCertificates.parsed(String.valueOf(((List<?>) header.get("x5c")).get(0)));
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

    private static String after(String text) {
        return text.substring(text.indexOf(PARAMETER) + PARAMETER.length()).split("[;&]", 2)[0];
    }
}
