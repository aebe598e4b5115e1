package io.holdfast.doctor.probe;

import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.Credentials;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The options of the probe, and the settings that they make. */
final class ProbeOptions {
    static final Option OTHER_KEYSTORE =
            Option.value("--other-keystore", "FILE", "a second client's certificate and key: proves the binding");
    static final Option OTHER_CERT = Option.value("--other-cert", "FILE", "the second client's certificate");
    static final Option OTHER_KEY = Option.value("--other-key", "FILE", "the private key of --other-cert");
    static final Option OTHER_ALIAS = Option.value("--other-alias", "NAME", "the key entry of --other-keystore");
    static final Option OTHER_PASSWORD =
            Option.value("--other-password-file", "FILE|-", "the password of the second client's key");
    static final Option OTHER_TOKEN = Option.value("--other-token-file", "FILE|-", "the second client's token");
    static final Option UNBOUND_TOKEN =
            Option.value("--unbound-token-file", "FILE|-", "a token of the same issuer without cnf, for B18");
    static final Option DPOP_TOKEN = Option.value("--dpop-token-file", "FILE|-", "a DPoP-bound token, for B19");
    static final Option EXPIRED_TOKEN = Option.value("--expired-token-file", "FILE|-", "an expired token, for V6");
    static final Option FOREIGN_TOKEN = Option.value(
            "--foreign-token-file", "FILE|-", "a token of another audience or issuer, or no access token, for V7");
    static final Option ISSUER_KEY = Option.value(
            "--issuer-key",
            "FILE|-",
            "the private key of a test issuer as a JWK, for the checks L: it signs odd tokens");
    static final Option ALSO_NAME =
            Option.values("--also-name", "NAME", "another host name of the same server, for B12");
    static final Option DENIED = Option.value("--denied", "URL", "a URL there that is denied to you, for B20");
    static final Option ACTIVE = Option.flag(
            "--active",
            "also what loads the server, writes the token into its logs, or sends it without TLS: B15 B17 H5 H7 T1 T3");
    static final Option HTTP_PORT = Option.value("--http-port", "N", "the port for plain HTTP, for B15. Default: 80");
    static final Option DIRECT =
            Option.value("--direct", "URL", "the back end behind its proxy, http or https, for H7");
    static final Option ONLY = Option.values("--only", "IDS", "these checks alone: B1,H for B1 and all of H");
    static final Option SKIP = Option.values("--skip", "IDS", "all checks but these");
    static final Option LIST = Option.flag("--list", "the catalogue of checks with their sources; sends nothing");
    static final Option PLAN = Option.flag("--plan", "each request that would be sent; sends nothing");
    static final Option MAX_REQUESTS =
            Option.value("--max-requests", "N", "no more requests than these. Default: 60, with --active 200");
    static final Option DELAY = Option.value("--delay", "TIME", "the pause between requests. Default: 100ms");
    static final Option ACCEPTED_WHEN = Option.value(
            "--accepted-when", "RULE", "status=200 or contains=TEXT, where a server answers 200 to everything");
    static final Option FAIL_ON = Option.value(
            "--fail-on", "SEVERITY", "exit 1 from this severity on: critical, high, medium, low, never. Default: high");
    static final Option ALLOW_UNPROVEN = Option.flag("--allow-unproven", "exit 0 though the binding is not proven");
    static final Option JUNIT = Option.value("--junit", "FILE", "a report in JUnit's XML");

    static final Option KNOWN =
            Option.value("--known", "FILE", "findings to bear: lines of ID | a part of what was seen | the reason");
    static final Option CURL = Option.flag("--curl", "each finding as a line of curl, too");

    static final List<Option> ALL = all();

    static final Map<Check, Option> TOKENS =
            Map.of(Check.B18, UNBOUND_TOKEN, Check.B19, DPOP_TOKEN, Check.V6, EXPIRED_TOKEN, Check.V7, FOREIGN_TOKEN);

    private ProbeOptions() {}

    private static List<Option> all() {
        List<Option> all = new ArrayList<>(CommonOptions.IDENTITY);
        all.addAll(List.of(CommonOptions.TRUST, CommonOptions.TOKEN_FILE));
        all.addAll(List.of(OTHER_KEYSTORE, OTHER_CERT, OTHER_KEY, OTHER_ALIAS, OTHER_PASSWORD, OTHER_TOKEN));
        all.addAll(List.of(UNBOUND_TOKEN, DPOP_TOKEN, EXPIRED_TOKEN, FOREIGN_TOKEN, ISSUER_KEY, ALSO_NAME, DENIED));
        all.addAll(List.of(ACTIVE, HTTP_PORT, DIRECT));
        all.addAll(List.of(ONLY, SKIP, LIST, PLAN, MAX_REQUESTS, DELAY, ACCEPTED_WHEN));
        all.addAll(List.of(FAIL_ON, KNOWN, ALLOW_UNPROVEN, CURL, JUNIT));
        return List.copyOf(all);
    }

    static ProbeSettings settings(Invocation invocation) throws UsageException {
        Arguments arguments = invocation.arguments();
        Credentials credentials = invocation.credentials();
        URI url = ProbeValues.https(arguments.operand("URL"), "URL");
        ProbeSettings settings = new ProbeSettings(
                url,
                Credentials.loaded(credentials.requiredSource()),
                credentials
                        .token()
                        .orElseThrow(() -> new UsageException("Your token is missing: --token-file FILE or -.")),
                credentials.trust());
        settings.other = credentials
                .identity(OTHER_KEYSTORE, OTHER_CERT, OTHER_KEY, OTHER_ALIAS, OTHER_PASSWORD)
                .orElse(null);
        settings.otherToken = credentials.token(OTHER_TOKEN).orElse(null);
        given(invocation, settings);
        active(arguments, settings);
        settings.acceptedWhen = ProbeValues.acceptedWhen(arguments);
        settings.wanted = ProbeValues.wanted(arguments);
        settings.limits = new Sender.Limits(
                ProbeValues.number(MAX_REQUESTS, arguments, settings.active ? "200" : "60", 9999),
                ProbeValues.delay(arguments),
                arguments.timeout());
        settings.runId = String.format("%08x", new SecureRandom().nextInt());
        String version = ProbeOptions.class.getPackage().getImplementationVersion();
        settings.version = version == null ? "0" : version;
        return settings;
    }

    /** Material that has an option of its own. */
    private static void given(Invocation invocation, ProbeSettings settings) throws UsageException {
        Arguments arguments = invocation.arguments();
        for (Map.Entry<Check, Option> token : TOKENS.entrySet()) {
            String text = invocation.credentials().token(token.getValue()).orElse(null);
            if (text != null) {
                settings.givenTokens.put(token.getKey(), text);
            }
        }
        settings.alsoNames.addAll(ProbeValues.names(arguments));
        if (arguments.has(DENIED)) {
            settings.denied = ProbeValues.denied(arguments.required(DENIED), settings.place);
        }
        if (arguments.has(ISSUER_KEY)) {
            settings.issuerKey =
                    ProbeValues.issuerKey(invocation.secrets().text(ISSUER_KEY, arguments.required(ISSUER_KEY)));
        }
        if (arguments.has(KNOWN)) {
            settings.known = KnownFindings.parse(invocation.secrets().text(KNOWN, arguments.required(KNOWN)));
        }
    }

    private static void active(Arguments arguments, ProbeSettings settings) throws UsageException {
        settings.active = arguments.has(ACTIVE);
        settings.httpPort = ProbeValues.number(HTTP_PORT, arguments, "80", 65_535);
        if (arguments.has(DIRECT)) {
            settings.direct = ProbeValues.direct(arguments.required(DIRECT));
        }
        if (!settings.active && (arguments.has(HTTP_PORT) || arguments.has(DIRECT))) {
            throw new UsageException("The options " + HTTP_PORT + " and " + DIRECT + " are for checks of " + ACTIVE
                    + ", which is missing.");
        }
    }
}
