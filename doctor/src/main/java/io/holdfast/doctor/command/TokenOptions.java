package io.holdfast.doctor.command;

import io.holdfast.doctor.cli.Option;
import java.util.List;

/** Options about the token that a command fetches. */
final class TokenOptions {
    static final Option ISSUER =
            Option.value("--issuer", "URL", "the authorization server, exactly as it writes its issuer");
    static final Option TOKEN_ENDPOINT =
            Option.value("--token-endpoint", "URL", "its token endpoint, instead of --issuer: no metadata are read");
    static final Option CLIENT_ID = Option.value("--client-id", "ID", "the client's id at the authorization server");
    static final Option AUTH = Option.value(
            "--auth",
            "METHOD",
            "tls_client_auth (default), self_signed_tls_client_auth, private_key_jwt, client_secret_basic or"
                    + " client_secret_post");
    static final Option CLIENT_SECRET_FILE =
            Option.value("--client-secret-file", "FILE|-", "the client secret of the last two: the first line");
    static final Option ASSERTION_KEYSTORE = Option.value(
            "--assertion-keystore", "FILE", "the key of private_key_jwt. Default: that of your certificate");
    static final Option ASSERTION_PASSWORD_FILE =
            Option.value("--assertion-password-file", "FILE|-", "the password of that key store");
    static final Option ASSERTION_ALGORITHM = Option.value(
            "--assertion-algorithm", "ALG", "its algorithm, for example RS256. Default: the key's usual one");
    static final Option SCOPE = Option.values("--scope", "SCOPE", "a scope to ask for; may stand several times");
    static final Option RESOURCE =
            Option.values("--resource", "URI", "a resource that the token is for; may stand several times");
    static final Option REFRESH_TOKEN_FILE = Option.value(
            "--refresh-token-file",
            "FILE|-",
            "asks by this refresh token. A server that gives a new one may use it up: holdfast token --show-token"
                    + " --json shows the new one");
    static final Option SUBJECT_TOKEN_FILE =
            Option.value("--subject-token-file", "FILE|-", "asks by exchange of this token (RFC 8693)");
    static final Option SUBJECT_TOKEN_TYPE = Option.value(
            "--subject-token-type", "URI", "its type. Default: urn:ietf:params:oauth:token-type:access_token");
    static final Option ACTOR_TOKEN_FILE =
            Option.value("--actor-token-file", "FILE|-", "the acting party's access token in an exchange");
    static final Option AUDIENCE = Option.values("--audience", "NAME", "an audience in an exchange");
    static final Option PROXY = Option.value("--proxy", "URL", "an HTTP proxy on the way to the authorization server");

    static final List<Option> ALL = List.of(
            ISSUER,
            TOKEN_ENDPOINT,
            CLIENT_ID,
            AUTH,
            CLIENT_SECRET_FILE,
            ASSERTION_KEYSTORE,
            ASSERTION_PASSWORD_FILE,
            ASSERTION_ALGORITHM,
            SCOPE,
            RESOURCE,
            REFRESH_TOKEN_FILE,
            SUBJECT_TOKEN_FILE,
            SUBJECT_TOKEN_TYPE,
            ACTOR_TOKEN_FILE,
            AUDIENCE,
            PROXY);

    private TokenOptions() {}
}
