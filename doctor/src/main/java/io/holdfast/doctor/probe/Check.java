package io.holdfast.doctor.probe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The catalogue: what a certificate-bound resource server has to do, and why. A check that stands here is made.
 *
 * <p>A check may follow from others: while one of them fails, an acceptance says nothing new, and it is not judged.
 */
enum Check {
    C1(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 6750 section 3",
            "refuses a request without a token",
            "this URL is not protected",
            "protect this path, or probe one that is protected"),
    C2(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 3",
            "accepts your token with your certificate, twice alike",
            "your own token is refused",
            "run holdfast explain with the challenge"),
    C3(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 6750 section 3.1",
            "refuses a made-up token",
            "tokens are not looked at",
            "verify the token"),
    C4(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 3.1",
            "your token is bound to your certificate",
            "your own material does not fit together",
            "fetch a token with this key store: holdfast token"),
    C5(
            Level.HARD,
            Severity.HIGH,
            Mode.FIELD,
            "",
            "still accepts your token after each group of checks",
            "your token is no longer accepted",
            "use a token that lives longer, or a slower run: --delay"),
    C6(
            Level.HARD,
            Severity.HIGH,
            Mode.FIELD,
            "",
            "TLS really sent what each check meant",
            "TLS sent something else",
            "let the server ask for a client certificate"),
    C7(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 9111 section 3.5",
            "refuses a request without a token right after an accepted one",
            "a cache answers for the server",
            "forbid shared caches to store answers to requests with Authorization"),

    B1(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 3",
            "refuses your token without a client certificate",
            "a bound token is accepted without a certificate",
            "refuse a token with cnf where TLS has no client certificate"),
    B2(
            Level.MUST,
            Severity.CRITICAL,
            Mode.SECOND,
            "RFC 8705 section 3",
            "refuses your token with another client's certificate",
            "a bound token is accepted with another client's certificate",
            "compare cnf.x5t#S256 with the certificate of the connection"),
    B3(
            Level.MUST,
            Severity.CRITICAL,
            Mode.SECOND,
            "RFC 8705 section 3",
            "refuses another client's token with your certificate",
            "another client's token is accepted with your certificate",
            "compare cnf.x5t#S256 with the certificate of the connection",
            "B2 B8"),
    B4(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 sections 3 and 6.2",
            "refuses your token with a fresh self-signed certificate",
            "a bound token is accepted with a made-up certificate",
            "compare cnf.x5t#S256 with the certificate of the connection"),
    B5(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 3.1",
            "refuses a forged certificate with your subject, issuer and serial number",
            "names in the certificate are taken for the binding",
            "compare the SHA-256 of the whole certificate, not names",
            "B4"),
    B6(
            Level.MUST,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 8705 sections 3.1 and 6.3",
            "refuses another certificate over your key",
            "the token is bound to the key instead of the certificate",
            "compare the SHA-256 of the whole certificate, not of its key",
            "B4"),
    B7(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 3.1",
            "refuses a stranger's certificate with yours behind it in the chain",
            "any certificate of the chain is taken for the client's",
            "compare the first certificate of the chain alone",
            "B4"),
    B8(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 3, RFC 7662 section 4",
            "refuses your token from a thief right after you have used it",
            "an earlier decision is repeated for whoever has the token",
            "keep the comparison of certificates out of every cache",
            "B1 B2 B4"),
    B9(
            Level.MUST,
            Severity.HIGH,
            Mode.SECOND,
            "RFC 8705 section 3",
            "judges each request of a kept-alive connection for itself",
            "the first request of a connection decides for those behind it",
            "compare token and certificate for each request",
            "B2 B8"),
    B10(
            Level.HARD,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 8446 section 2.2",
            "accepts your pair over a resumed TLS session",
            "your pair is refused over a resumed TLS session: clients will see a 401 now and then",
            "let the TLS server keep the client certificate in its sessions"),
    B11(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 3",
            "refuses your token over a resumed session that has no certificate",
            "a resumed session lets a token in without a certificate",
            "take the certificate from the session that is resumed, or none",
            "B1 B2 B4 B8"),
    B12(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 9110 section 7.4, RFC 6066 section 11.1",
            "refuses your token where TLS names no server or another one",
            "another name in the TLS handshake leads round the binding",
            "refuse requests whose Host is another than TLS named (421)",
            "B1 B2 B4 B8"),
    B13(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 3",
            "refuses a thief over TLS 1.2 and over HTTP/2",
            "a version of TLS or HTTP leads round the binding",
            "set up client certificates alike for every version of TLS and HTTP",
            "B1 B2 B4 B8"),
    B14(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 3",
            "refuses a thief at each address of the name",
            "one of the addresses does not check the binding",
            "set up all servers of the name alike",
            "B1 B2 B4 B8"),
    B16(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 3986 section 6",
            "refuses a thief who spells the path otherwise, or sends HEAD",
            "another spelling or method leads round the binding",
            "protect the path as the application reads it",
            "B1 B2 B4 B8"),
    B18(
            Level.HARD,
            Severity.HIGH,
            Mode.GIVEN,
            "RFC 9700 section 2.2.1, FAPI 2.0 Security Profile",
            "refuses an unbound token of the same issuer (--unbound-token-file)",
            "unbound tokens are accepted: a thief needs no certificate",
            "require cnf in every token"),
    B19(
            Level.MUST,
            Severity.HIGH,
            Mode.GIVEN,
            "RFC 9449 sections 7.1 and 7.2",
            "refuses a DPoP-bound token as Bearer (--dpop-token-file)",
            "a DPoP-bound token is accepted as a bearer token",
            "refuse tokens with cnf.jkt that come without a proof"),
    B20(
            Level.HARD,
            Severity.HIGH,
            Mode.GIVEN,
            "RFC 3986 section 6",
            "refuses other spellings of a URL that is denied to you (--denied)",
            "another spelling of a denied path is let through",
            "decide about the path as the application reads it"),

    H1(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 6.5, RFC 9440 section 4",
            "believes no certificate in a header where TLS has none",
            "a certificate in a header is believed",
            "let the proxy delete this header before it sets it, and read it from the proxy alone",
            "B1 B8"),
    H2(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 6.5, RFC 9440 section 4",
            "believes no certificate in a header where TLS has a stranger's",
            "a certificate in a header is believed instead of the one in TLS",
            "let the proxy delete this header before it sets it, and read it from the proxy alone",
            "B2 B4 B8 H1"),
    H3(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8705 section 6.5, RFC 9440 section 4",
            "believes no header that looks like those: underscores, two lines",
            "a header that the proxy does not delete is read for the one that it sets",
            "let the proxy delete every spelling of the header",
            "B1 B8 H1"),
    H4(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 6.5, RFC 9440 section 4",
            "your pair with a foreign certificate in a header stays yours",
            "a certificate in a header changes the answer to your own call",
            "take the certificate from one source alone"),
    H6(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 8705 section 3",
            "takes no certificate from the query or a cookie",
            "a certificate in the query or a cookie is believed",
            "take the certificate from TLS",
            "B1 B8"),

    V1(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 7515 section 5.2",
            "refuses your token rebound to a thief's certificate under the old signature",
            "the signature of tokens is not verified",
            "verify the signature"),
    V2(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8725 sections 3.1 and 3.2",
            "refuses a rebound token without a signature",
            "tokens without a signature are accepted",
            "accept the issuer's algorithms alone",
            "V1"),
    V3(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8725 section 3.1",
            "refuses a rebound token under HS256 with the issuer's public key as secret",
            "the issuer's public key is taken for a secret",
            "take the algorithm from the key, not from the token",
            "V1"),
    V4(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 8725 section 3.10",
            "refuses a rebound token that brings its own key (jwk, x5c)",
            "the key in a token's own header is believed",
            "take keys from the issuer alone",
            "V1"),
    V5(
            Level.MUST,
            Severity.CRITICAL,
            Mode.FIELD,
            "RFC 7515 section 5.2",
            "refuses your token with cnf taken out under the old signature",
            "the signature is not verified of tokens without cnf",
            "verify the signature of every token",
            "V1"),
    V6(
            Level.MUST,
            Severity.HIGH,
            Mode.GIVEN,
            "RFC 6750 section 3.1",
            "refuses an expired token (--expired-token-file)",
            "an expired token is accepted",
            "check exp"),
    V7(
            Level.MUST,
            Severity.HIGH,
            Mode.GIVEN,
            "RFC 9068 section 4",
            "refuses a token of another audience or issuer, or that is no access token (--foreign-token-file)",
            "a token that is not meant for this server is accepted",
            "check iss, aud and typ"),

    L1(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 7800 section 3.1",
            "refuses a token with cnf: null",
            "a token with cnf: null is accepted",
            "require cnf to be an object",
            "B3 B18"),
    L2(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 7800 section 3.1",
            "refuses a token with an empty cnf",
            "a token with an empty cnf is accepted",
            "require a confirmation method that is known",
            "B3 B18"),
    L3(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 7800 section 3.1",
            "refuses a token whose cnf is a list",
            "a token whose cnf is a list is accepted",
            "require cnf to be an object",
            "B3 B18"),
    L4(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 7800 section 3.1",
            "refuses a token whose cnf is a text",
            "a token whose cnf is a text is accepted",
            "require cnf to be an object",
            "B3 B18"),
    L5(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a thumbprint in hexadecimal",
            "a thumbprint in another encoding is accepted",
            "compare 43 characters of base64url",
            "B3"),
    L6(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a thumbprint with padding",
            "a padded thumbprint is accepted",
            "compare 43 characters of base64url",
            "B3"),
    L7(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a thumbprint in the standard base64 alphabet",
            "a thumbprint in another alphabet is accepted",
            "compare 43 characters of base64url",
            "B3"),
    L8(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a thumbprint that is cut, or has one character more",
            "a part of the thumbprint is enough",
            "compare 43 characters of base64url",
            "B3"),
    L9(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a thumbprint in another letter case",
            "letter case is not compared",
            "compare with letter case",
            "B3"),
    L10(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a token with the SHA-1 thumbprint x5t alone",
            "the SHA-1 thumbprint is accepted",
            "read x5t#S256 alone",
            "B3"),
    L11(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a thumbprint beside cnf or in the JOSE header",
            "a thumbprint outside cnf is accepted",
            "read x5t#S256 in cnf alone",
            "B3 B18"),
    L12(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses two cnf or two thumbprints",
            "of two thumbprints one is chosen",
            "refuse duplicate members",
            "B3"),
    L13(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a token that is bound to a DPoP key, too",
            "one of two confirmation methods is not checked",
            "check every method in cnf, or refuse",
            "B3 B19"),
    L14(
            Level.HARD,
            Severity.HIGH,
            Mode.LAB,
            "RFC 8705 section 3.1",
            "refuses a token that is bound to your certificate's issuer",
            "the issuer's thumbprint is enough",
            "compare the first certificate of the chain alone",
            "B3 B7"),

    T2(
            Level.MUST,
            Severity.HIGH,
            Mode.FIELD,
            "RFC 6750 section 3.1, RFC 9110 section 5.3",
            "refuses two Authorization headers",
            "of two Authorization headers one is chosen",
            "refuse requests with two"),
    T4(
            Level.MUST,
            Severity.LOW,
            Mode.FIELD,
            "RFC 9110 section 11.1",
            "takes the scheme Bearer in any letter case",
            "the scheme is compared with its letter case",
            "compare the scheme without regard to letter case"),
    T5(
            Level.HARD,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 6750 section 2",
            "takes no token from a cookie",
            "a token in a cookie is accepted: browsers send it along for any site",
            "take the token from the Authorization header alone"),

    E1(
            Level.MUST,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 8705 section 3",
            "answers a wrong certificate with 401 and error=\"invalid_token\"",
            "clients will not fetch a new token",
            "answer 401 with WWW-Authenticate: Bearer error=\"invalid_token\""),
    E2(
            Level.MUST,
            Severity.LOW,
            Mode.FIELD,
            "RFC 6750 section 3",
            "answers a request without a token with 401, a Bearer challenge and no error",
            "the challenge to a request without a token is not the one of RFC 6750",
            "answer 401 with WWW-Authenticate: Bearer, without error"),
    E3(
            Level.HARD,
            Severity.LOW,
            Mode.FIELD,
            "RFC 6750 section 3",
            "tells nothing in refusals: well-formed challenges, no token, thumbprint, name or stack trace",
            "a refusal tells too much, or its challenge is malformed",
            "keep what was compared in the log"),
    E4(
            Level.HARD,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 9110 section 15",
            "refuses with 4xx, not by crashing, redirecting or a page for people",
            "a wrong certificate is refused by crashing, redirecting or a page for people",
            "refuse with 401"),

    S1(
            Level.HARD,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 8705 section 3",
            "asks for a client certificate in the first handshake of each version of TLS",
            "not every handshake asks for a client certificate",
            "ask in the first handshake, for every version of TLS"),
    S2(
            Level.HARD,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 8446 section 4.2.4",
            "names your certificate's issuer among its authorities, or none",
            "Java clients will send no certificate: your issuer is not among the authorities that the server names",
            "name the issuers of all clients, or none"),
    S3(
            Level.HARD,
            Severity.INFO,
            Mode.FIELD,
            "RFC 8705 section 6.2",
            "self-signed and expired certificates in TLS",
            "",
            ""),
    S4(
            Level.HARD,
            Severity.INFO,
            Mode.FIELD,
            "RFC 8705 section 7.3",
            "version and cipher of TLS; testssl.sh says more",
            "",
            ""),

    M1(
            Level.MUST,
            Severity.MEDIUM,
            Mode.FIELD,
            "RFC 9728 sections 2 and 3.3",
            "publishes metadata that agree with the token",
            "the resource's metadata contradict the token",
            "correct resource, authorization_servers and tls_client_certificate_bound_access_tokens"),
    M2(
            Level.HARD,
            Severity.INFO,
            Mode.FIELD,
            "RFC 8705 sections 3.3 and 5",
            "the issuer's metadata speak of bound tokens",
            "",
            ""),
    M3(
            Level.HARD,
            Severity.INFO,
            Mode.FIELD,
            "RFC 8705 section 6.3, RFC 9068 section 2.1",
            "lifetime and type of your token",
            "",
            "");

    /** The authority of an expectation. */
    enum Level {
        /** A standard demands it. */
        MUST,
        /** Nobody demands it, but attacks or failures have come of its lack. */
        HARD
    }

    private final Level level;
    private final Severity severity;
    private final Mode mode;
    private final String source;
    private final String expectation;
    private final String headline;
    private final String advice;
    private final String follows;

    Check(
            Level level,
            Severity severity,
            Mode mode,
            String source,
            String expectation,
            String headline,
            String advice) {
        this(level, severity, mode, source, expectation, headline, advice, "");
    }

    Check(
            Level level,
            Severity severity,
            Mode mode,
            String source,
            String expectation,
            String headline,
            String advice,
            String follows) {
        this.level = level;
        this.severity = severity;
        this.mode = mode;
        this.source = source;
        this.expectation = expectation;
        this.headline = headline;
        this.advice = advice;
        this.follows = follows;
    }

    Level level() {
        return level;
    }

    Severity severity() {
        return severity;
    }

    Mode mode() {
        return mode;
    }

    /** The standard and its section; empty where no standard speaks of it. */
    String source() {
        return source;
    }

    /** The behaviour of a right server. */
    String expectation() {
        return expectation;
    }

    /** The behaviour of a wrong server, as a headline. */
    String headline() {
        return headline;
    }

    /** The cure. */
    String advice() {
        return advice;
    }

    /** The checks whose failure explains one of this check. */
    List<Check> follows() {
        return Arrays.stream(values())
                .filter(check -> List.of(follows.split(" ", -1)).contains(check.name()))
                .collect(Collectors.toList());
    }

    /** The letter of its group. */
    String group() {
        return name().substring(0, 1);
    }

    boolean isControl() {
        return group().equals("C");
    }
}
