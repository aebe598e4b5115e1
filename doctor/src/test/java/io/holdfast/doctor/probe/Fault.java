package io.holdfast.doctor.probe;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The mistake of a server in the gallery, the check that must find it, and those that must find what follows. */
enum Fault {
    NONE(null, "makes no mistake"),

    OPEN(Check.C1, "needs no token"),
    ANY_TOKEN(Check.C3, "does not look at tokens"),
    SHARED_CACHE(Check.C7, "answers everybody from a cache"),

    CERTIFICATE_NOT_REQUIRED(Check.B1, "compares only where there is a certificate"),
    SAME_AUTHORITY(Check.B2, "is content with any certificate of its authority"),
    KNOWN_CERTIFICATE(Check.B3, "is content with a certificate that it knows"),
    SELF_SIGNED(Check.B4, "does not compare self-signed certificates"),
    NAMES(Check.B5, "compares subject, issuer and serial number"),
    KEY(Check.B6, "compares the key"),
    CHAIN(Check.B7, "compares any certificate of the chain"),
    DECISION_CACHE(Check.B8, "remembers the decision about a token"),
    CONNECTION(Check.B9, "decides once for a connection"),
    SESSION_LOSES_CERTIFICATE(Check.B10, "loses the certificate of resumed sessions"),
    RESUMED_UNCHECKED(Check.B11, "does not compare over resumed sessions"),
    UNNAMED(Check.B12, "does not compare where TLS names no server"),
    OTHER_NAME(Check.B12, "does not compare where TLS names another server"),
    TLS12(Check.B13, "does not compare over TLS 1.2"),
    SECOND_ADDRESS(Check.B14, "does not compare at its second address"),
    PLAIN(Check.B15, "does not compare where there is no TLS"),
    PLAIN_REDIRECT(Check.B15, "repeats the token in its redirect to TLS"),
    DOUBLE_SLASH(Check.B16, "does not protect //orders"),
    HEAD(Check.B16, "does not compare for HEAD"),
    IN_FLIGHT(Check.B17, "shares a decision among calls at once"),
    UNBOUND(Check.B18, "accepts unbound tokens", "M1"),
    DPOP(Check.B19, "accepts DPoP-bound tokens as bearer tokens"),
    SEMICOLON(Check.B20, "denies a path before it removes ..;/"),

    HEADER(Check.H1, "believes X-SSL-Client-Cert where TLS has no certificate"),
    HEADER_FORWARDED(Check.H1, "believes X-Forwarded-Client-Cert where TLS has no certificate"),
    HEADER_FIRST(Check.H2, "believes Client-Cert where TLS has another certificate"),
    UNDERSCORES(Check.H3, "reads X_SSL_Client_Cert as X-SSL-Client-Cert"),
    LAST_LINE(Check.H3, "believes the second of two Client-Cert lines"),
    HEADER_IDENTITY(Check.H4, "takes the caller's name from a certificate in a header"),
    BROKEN_HEADER(Check.H5, "crashes over a certificate header that it cannot read"),
    COOKIE_CERTIFICATE(Check.H6, "believes a certificate in a cookie"),
    QUERY_CERTIFICATE(Check.H6, "believes a certificate in the query"),
    BACK_END(Check.H7, "believes X-SSL-Client-Cert of whoever reaches its back end"),

    SIGNATURE(Check.V1, "does not verify signatures"),
    ALG_NONE(Check.V2, "accepts alg none"),
    EMPTY_SIGNATURE(Check.V2, "accepts an empty signature"),
    PUBLIC_KEY_AS_SECRET(Check.V3, "takes the public key for the secret of HS256"),
    OWN_KEY(Check.V4, "believes jwk in the token's header"),
    OWN_CERTIFICATE(Check.V4, "believes x5c in the token's header"),
    UNBOUND_UNVERIFIED(Check.V5, "does not verify tokens without cnf, and accepts them", "B18 M1"),
    EXPIRED(Check.V6, "does not look at exp"),
    AUDIENCE(Check.V7, "does not look at aud"),

    NULL_CONFIRMATION(Check.L1, "takes cnf: null for a token that is not bound, and accepts it"),
    EMPTY_CONFIRMATION(Check.L2, "has nothing to compare with an empty cnf"),
    LIST_CONFIRMATION(Check.L3, "skips a cnf that is a list"),
    TEXT_CONFIRMATION(Check.L4, "takes a cnf that is a text for the thumbprint"),
    HEXADECIMAL(Check.L5, "takes a thumbprint in hexadecimal"),
    PADDED(Check.L6, "removes padding from thumbprints"),
    ALPHABET(Check.L7, "takes both alphabets of base64"),
    PREFIX(Check.L8, "compares the beginning of thumbprints"),
    LETTER_CASE(Check.L9, "compares thumbprints without letter case"),
    SHA1(Check.L10, "takes the SHA-1 thumbprint"),
    OUTSIDE(Check.L11, "takes a thumbprint beside cnf"),
    LAST_CONFIRMATION(Check.L12, "takes the last of two cnf"),
    ALSO_DPOP(Check.L13, "overlooks jkt beside x5t#S256"),
    ISSUER(Check.L14, "compares the issuer's certificate, too"),

    QUERY_TOKEN(Check.T1, "takes the token from the query"),
    FIRST_AUTHORIZATION(Check.T2, "takes the first of two Authorization headers"),
    LAST_AUTHORIZATION(Check.T2, "takes the last of two Authorization headers"),
    TOKEN_TWICE(Check.T3, "overlooks a token in the query beside the one in the header"),
    SCHEME_CASE(Check.T4, "wants Bearer in this letter case"),
    COOKIE(Check.T5, "takes the token from a cookie"),

    FORBIDDEN(Check.E1, "refuses a wrong certificate with 403"),
    ERROR_WITHOUT_TOKEN(Check.E2, "says invalid_token where there is no token"),
    TELLS(Check.E3, "names both thumbprints in the challenge"),
    ECHO(Check.E3, "repeats the token in its refusals"),
    CRASHES(Check.E4, "answers a wrong certificate with 500 and nothing else", "E1"),

    NOT_ASKED_IN_TLS12(Check.S1, "asks for no certificate over TLS 1.2"),
    OTHER_AUTHORITIES(Check.S2, "names an authority that nobody has"),

    WRONG_METADATA(Check.M1, "publishes metadata of another resource");

    final @Nullable Check check;
    final String words;
    private final String implied;

    Fault(@Nullable Check check, String words) {
        this(check, words, "");
    }

    Fault(@Nullable Check check, String words, String implied) {
        this.check = check;
        this.words = words;
        this.implied = implied;
    }

    /** The checks that must fail. */
    Set<Check> findings() {
        Set<Check> findings = EnumSet.noneOf(Check.class);
        for (Check one : Check.values()) {
            if (one == check || List.of(implied.split(" ", -1)).contains(one.name())) {
                findings.add(one);
            }
        }
        return findings;
    }
}
