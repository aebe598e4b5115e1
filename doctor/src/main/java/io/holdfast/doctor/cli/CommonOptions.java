package io.holdfast.doctor.cli;

import java.util.List;

/** Options that several commands share, with one name and one meaning everywhere. */
public final class CommonOptions {
    public static final Option KEYSTORE =
            Option.value("--keystore", "FILE", "your certificate and key: PKCS#12, JKS, or PEM with both");
    public static final Option CERT = Option.value("--cert", "FILE", "your certificate and its issuers, in PEM or DER");
    public static final Option KEY = Option.value("--key", "FILE", "the private key of --cert, in PEM or DER");
    public static final Option ALIAS =
            Option.value("--alias", "NAME", "the key entry, where the key store has several");
    public static final Option PASSWORD_FILE = Option.value(
            "--password-file", "FILE|-", "the password of key store or key: the first line. Default: you are asked");
    public static final Option KEY_PASSWORD_FILE = Option.value(
            "--key-password-file", "FILE|-", "the password of the key, where it is another than the key store's");
    public static final Option PKCS11 = Option.value(
            "--pkcs11",
            "CONFIG|PROVIDER",
            "your certificate and key in a hardware token: SunPKCS11's configuration file, or the name of a provider"
                    + " in this Java's java.security. --password-file has the PIN");
    public static final Option TRUST =
            Option.value("--trust", "FILE", "trusted certificates: PEM or a trust store. Default: this Java's own");
    public static final Option TOKEN_FILE =
            Option.value("--token-file", "FILE|-", "an access token, or a token answer in JSON");
    public static final Option JSON = Option.flag("--json", "one JSON object on stdout instead of text");
    public static final Option QUIET =
            Option.flag("--quiet", "nothing on stderr but errors").letter("-q");
    public static final Option VERBOSE =
            Option.flag("--verbose", "more on stderr").letter("-v");
    public static final Option NO_COLOR = Option.flag("--no-color", "no colours; the variable NO_COLOR does the same");
    public static final Option TIMEOUT =
            Option.value("--timeout", "TIME", "the longest time of each call, for example 500ms or 10s. Default: 10s");
    public static final Option HELP = Option.flag("--help", "this text").letter("-h");

    /** Your own certificate and key. */
    public static final List<Option> IDENTITY =
            List.of(KEYSTORE, CERT, KEY, PKCS11, ALIAS, PASSWORD_FILE, KEY_PASSWORD_FILE);

    /** Your own certificate and key, where one file or one hardware token holds both. */
    public static final List<Option> KEY_STORE = List.of(KEYSTORE, PKCS11, ALIAS, PASSWORD_FILE, KEY_PASSWORD_FILE);

    /** Options of every command. */
    public static final List<Option> GENERAL = List.of(JSON, QUIET, VERBOSE, NO_COLOR, TIMEOUT, HELP);

    private CommonOptions() {}
}
