package io.holdfast.doctor.report;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.binding.Confirmation;
import io.holdfast.doctor.cli.Output;
import io.holdfast.token.TokenDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of an access token as they stand in it: nothing is verified. It never shows the token, which it names by the
 * first eight characters of its SHA-256, and of the claims none that could hold a secret.
 */
public final class TokenText {
    private static final List<String> SHOWN = List.of("iss", "client_id", "azp", "sub", "aud", "scope");

    private final String name;
    private final int length;
    private final Optional<CompactToken> jwt;

    private TokenText(String name, int length, Optional<CompactToken> jwt) {
        this.name = name;
        this.length = length;
        this.jwt = jwt;
    }

    /** Reads a token. One that is no JWT is opaque. */
    public static TokenText of(String token) {
        return new TokenText(TokenDigest.of(token), token.length(), CompactToken.read(token));
    }

    /** The token's name in logs: the first eight characters of its SHA-256. */
    public String name() {
        return name;
    }

    /** True if header and claims can be read. */
    public boolean isReadable() {
        return jwt.isPresent();
    }

    /** The number of its characters. */
    public int length() {
        return length;
    }

    /** The names of its claims; empty if they cannot be read. */
    public Set<String> claimNames() {
        return jwt.map(token -> token.claims().keySet()).orElse(Set.of());
    }

    /** A claim; empty if it is not there. */
    public Optional<Object> claim(String claim) {
        return jwt.map(token -> token.claims().get(claim));
    }

    /** A member of the header; empty if it is not there. */
    public Optional<Object> headerMember(String member) {
        return jwt.map(token -> token.header().get(member));
    }

    /** A claim that is a time; empty if it is not there, or no number. */
    public Optional<Instant> time(String claim) {
        return jwt.map(token -> token.time(claim));
    }

    /** The confirmation; empty if the claims cannot be read. */
    public Optional<Confirmation> confirmation() {
        return jwt.map(token -> Confirmation.among(token.claims()));
    }

    /** The thumbprint that the token is bound to; empty if it is bound to none, or in another way. */
    public Optional<CertificateThumbprint> boundTo() {
        return confirmation().flatMap(Confirmation::certificateThumbprint);
    }

    /** The token in a few words. */
    public String inWords() {
        if (jwt.isEmpty()) {
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
