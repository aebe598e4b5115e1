package io.holdfast.doctor.report;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.binding.Confirmation;
import io.holdfast.doctor.cli.Output;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.token.TokenDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an access token as they stand in it: nothing is verified. It never shows the token, which it names by the
 * first eight characters of its SHA-256, and of the claims none that could hold a secret.
 */
public final class TokenText {
    private static final List<String> SHOWN = List.of("iss", "client_id", "azp", "sub", "aud", "scope");

    private final String name;
    private final int length;
    private final @Nullable Map<String, Object> header;
    private final @Nullable Map<String, Object> claims;

    private TokenText(
            String name, int length, @Nullable Map<String, Object> header, @Nullable Map<String, Object> claims) {
        this.name = name;
        this.length = length;
        this.header = header;
        this.claims = claims;
    }

    /** Reads a token. One that is no JWT is opaque. */
    public static TokenText of(String token) {
        String[] segments = token.split("\\.", -1);
        Map<String, Object> header = segments.length == 3 ? object(segments[0]) : null;
        return new TokenText(
                TokenDigest.of(token), token.length(), header, header != null ? object(segments[1]) : null);
    }

    private static @Nullable Map<String, Object> object(String segment) {
        try {
            return StrictJson.parseObject(Base64.getUrlDecoder().decode(segment));
        } catch (IllegalArgumentException | MalformedJsonException e) {
            return null;
        }
    }

    /** The token's name in logs: the first eight characters of its SHA-256. */
    public String name() {
        return name;
    }

    /** True if header and claims can be read. */
    public boolean isReadable() {
        return claims != null;
    }

    /** The number of its characters. */
    public int length() {
        return length;
    }

    /** The names of its claims; empty if they cannot be read. */
    public Set<String> claimNames() {
        return claims != null ? claims.keySet() : Set.of();
    }

    /** A claim; empty if it is not there. */
    public Optional<Object> claim(String claim) {
        return claims != null ? Optional.ofNullable(claims.get(claim)) : Optional.empty();
    }

    /** A member of the header; empty if it is not there. */
    public Optional<Object> headerMember(String member) {
        return header != null ? Optional.ofNullable(header.get(member)) : Optional.empty();
    }

    /** A claim that is a time; empty if it is not there, or no number. */
    public Optional<Instant> time(String claim) {
        return claim(claim)
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).longValue())
                .filter(seconds -> Math.abs(seconds) < 100_000_000_000L)
                .map(Instant::ofEpochSecond);
    }

    /** The confirmation; empty if the claims cannot be read. */
    public Optional<Confirmation> confirmation() {
        return Optional.ofNullable(claims).map(Confirmation::among);
    }

    /** The thumbprint that the token is bound to; empty if it is bound to none, or in another way. */
    public Optional<CertificateThumbprint> boundTo() {
        return confirmation().flatMap(Confirmation::certificateThumbprint);
    }

    /** The token in a few words. */
    public String inWords() {
        if (claims == null) {
            return name + ", no JWT (opaque), " + length + " characters";
        }
        return name + ", a JWT (typ " + shown(headerMember("typ")) + ", alg " + shown(headerMember("alg")) + ", kid "
                + shown(headerMember("kid")) + "), " + length + " characters";
    }

    private static String shown(Optional<Object> member) {
        return member.map(Object::toString).map(TokenText::shortened).orElse("none");
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    /** Writes the token's facts, a line each. */
    public void writeTo(Output output, Instant now) {
        for (String claim : SHOWN) {
            claim(claim).ifPresent(value -> output.entry(claim, shortened(value.toString())));
        }
        time("iat").ifPresent(issued -> output.entry("issued", issued + " (" + TimeWords.beginning(issued, now) + ")"));
        time("nbf")
                .ifPresent(begin -> output.entry("not before", begin + " (" + TimeWords.beginning(begin, now) + ")"));
        time("exp").ifPresent(end -> output.entry("expires", end + " (" + TimeWords.end(end, now) + ")"));
        confirmation().ifPresent(cnf -> output.entry("bound to", bound(cnf)));
        boundTo().ifPresent(thumbprint -> output.entry("hex", CertificateFacts.hex(thumbprint)));
    }

    private static String bound(Confirmation confirmation) {
        switch (confirmation.kind()) {
            case CERTIFICATE:
                return "the certificate "
                        + confirmation
                                .certificateThumbprint()
                                .map(CertificateThumbprint::value)
                                .orElse("");
            case ABSENT:
                return "nothing: it has no cnf claim, so whoever has it can use it";
            case UNSUPPORTED:
                return "something else than a certificate's thumbprint alone";
            default:
                return "nothing that can be read: its cnf claim is malformed";
        }
    }

    /** The token's facts as members of a JSON object. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("sha256Begins", name);
        members.put("jwt", isReadable());
        for (String member : List.of("typ", "alg", "kid")) {
            headerMember(member).ifPresent(value -> members.put(member, value));
        }
        for (String claim : SHOWN) {
            claim(claim).ifPresent(value -> members.put(claim, value));
        }
        for (String time : List.of("iat", "nbf", "exp")) {
            time(time).ifPresent(value -> members.put(time, value.toString()));
        }
        confirmation().ifPresent(cnf -> members.put("confirmation", cnf.kind().toString()));
        boundTo().ifPresent(thumbprint -> members.put("x5t#S256", thumbprint.value()));
        return members;
    }
}
