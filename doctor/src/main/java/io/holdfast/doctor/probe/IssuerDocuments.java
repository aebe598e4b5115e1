package io.holdfast.doctor.probe;

import io.holdfast.authorizationserver.MetadataDiscovery;
import io.holdfast.doctor.report.CompactToken;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.net.URI;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** The issuer's metadata and keys, read as anybody may read them: without a certificate and without the token. */
final class IssuerDocuments {
    private final Optional<Map<String, Object>> metadata;
    private final Optional<PublicKey> key;
    private String problem = "";

    /** Fetches at most three documents. */
    IssuerDocuments(Line line, Party party) {
        String issuer = party.jwt().map(token -> token.text("iss")).orElse("");
        Map<String, Object> found = issuer.isEmpty() ? null : metadata(line, issuer);
        if (issuer.isEmpty()) {
            problem = "the token names no issuer that can be read";
        }
        metadata = Optional.ofNullable(found);
        key = found == null
                ? Optional.empty()
                : key(line, String.valueOf(found.get("jwks_uri")), party.jwt().get());
    }

    Optional<Map<String, Object>> metadata() {
        return metadata;
    }

    /** The key that the token names; of an issuer with one key, that one. */
    Optional<PublicKey> key() {
        return key;
    }

    /** The reason why there is no key. */
    String problem() {
        return problem;
    }

    private @Nullable Map<String, Object> metadata(Line line, String issuer) {
        try {
            for (URI address : MetadataDiscovery.addresses(issuer)) {
                Map<String, Object> found = document(line, address.toString());
                if (found != null) {
                    return found;
                }
            }
        } catch (IllegalArgumentException e) {
            problem = "the token's issuer is no https address";
        }
        return null;
    }

    private @Nullable Map<String, Object> document(Line line, String address) {
        try {
            URI url = URI.create(address);
            if (!"https".equals(url.getScheme()) || url.getHost() == null) {
                problem = "the address " + io.holdfast.text.Printable.of(address) + " is not https";
                return null;
            }
            Place place = new Place(url);
            Exchange exchange = line.send(place, Call.get(place.target(), Identity.NONE));
            Answer answer = exchange.answer();
            if (answer != null && answer.status() == 200) {
                return StrictJson.parseObject(answer.body());
            }
            problem = place.authority() + ": " + exchange.words();
        } catch (IllegalArgumentException | MalformedJsonException e) {
            problem = "a document of the issuer is no JSON, or has no address";
        } catch (Line.LimitReachedException e) {
            problem = "the allowed number of requests is used up (--max-requests)";
        }
        return null;
    }

    private Optional<PublicKey> key(Line line, String address, CompactToken token) {
        Map<String, Object> set = document(line, address);
        Object keys = set == null ? null : set.get("keys");
        if (!(keys instanceof List)) {
            return Optional.empty();
        }
        List<?> all = (List<?>) keys;
        for (Object member : all) {
            if (member instanceof Map) {
                Map<?, ?> jwk = (Map<?, ?>) member;
                if (all.size() == 1 || token.parameter("kid").equals(jwk.get("kid"))) {
                    return publicKey(jwk);
                }
            }
        }
        problem = "the issuer publishes no key with the token's kid";
        return Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private Optional<PublicKey> publicKey(Map<?, ?> jwk) {
        try {
            JsonWebKey key = JsonWebKey.Factory.newJwk((Map<String, Object>) jwk);
            if (key instanceof PublicJsonWebKey) {
                return Optional.of(((PublicJsonWebKey) key).getPublicKey());
            }
        } catch (JoseException e) {
            // reported below
        }
        problem = "the issuer's key cannot be read";
        return Optional.empty();
    }
}
