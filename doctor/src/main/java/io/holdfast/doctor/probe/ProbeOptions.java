package io.holdfast.doctor.probe;

import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.Credentials;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

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
    static final Option ONLY = Option.values("--only", "IDS", "these checks alone: B1,H for B1 and all of H");
    static final Option SKIP = Option.values("--skip", "IDS", "all checks but these");
    static final Option LIST = Option.flag("--list", "the catalogue of checks with their sources; sends nothing");
    static final Option PLAN = Option.flag("--plan", "each request that would be sent; sends nothing");
    static final Option MAX_REQUESTS = Option.value("--max-requests", "N", "no more requests than these. Default: 60");
    static final Option DELAY = Option.value("--delay", "TIME", "the pause between requests. Default: 100ms");
    static final Option ACCEPTED_WHEN = Option.value(
            "--accepted-when", "RULE", "status=200 or contains=TEXT, where a server answers 200 to everything");
    static final Option FAIL_ON = Option.value(
            "--fail-on", "SEVERITY", "exit 1 from this severity on: critical, high, medium, low, never. Default: high");
    static final Option ALLOW_UNPROVEN = Option.flag("--allow-unproven", "exit 0 though the binding is not proven");
    static final Option JUNIT = Option.value("--junit", "FILE", "a report in JUnit's XML");

    static final List<Option> ALL = all();

    private static final Map<Check, Option> TOKENS =
            Map.of(Check.B18, UNBOUND_TOKEN, Check.B19, DPOP_TOKEN, Check.V6, EXPIRED_TOKEN, Check.V7, FOREIGN_TOKEN);

    private ProbeOptions() {}

    private static List<Option> all() {
        List<Option> all = new ArrayList<>(CommonOptions.IDENTITY);
        all.addAll(List.of(CommonOptions.TRUST, CommonOptions.TOKEN_FILE));
        all.addAll(List.of(OTHER_KEYSTORE, OTHER_CERT, OTHER_KEY, OTHER_ALIAS, OTHER_PASSWORD, OTHER_TOKEN));
        all.addAll(List.of(UNBOUND_TOKEN, DPOP_TOKEN, EXPIRED_TOKEN, FOREIGN_TOKEN, ISSUER_KEY, ALSO_NAME, DENIED));
        all.addAll(List.of(ONLY, SKIP, LIST, PLAN, MAX_REQUESTS, DELAY, ACCEPTED_WHEN));
        all.addAll(List.of(FAIL_ON, ALLOW_UNPROVEN, JUNIT));
        return List.copyOf(all);
    }

    static ProbeSettings settings(Invocation invocation) throws UsageException {
        Arguments arguments = invocation.arguments();
        Credentials credentials = invocation.credentials();
        URI url = https(arguments.operand("URL"), "URL");
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
        for (Map.Entry<Check, Option> token : TOKENS.entrySet()) {
            String text = credentials.token(token.getValue()).orElse(null);
            if (text != null) {
                settings.givenTokens.put(token.getKey(), text);
            }
        }
        settings.alsoNames.addAll(names(arguments));
        if (arguments.has(DENIED)) {
            settings.denied = denied(arguments.required(DENIED), settings.place);
        }
        if (arguments.has(ISSUER_KEY)) {
            settings.issuerKey = issuerKey(invocation.secrets().text(ISSUER_KEY, arguments.required(ISSUER_KEY)));
        }
        settings.acceptedWhen = acceptedWhen(arguments);
        settings.wanted = wanted(arguments);
        settings.limits = new Sender.Limits(requests(arguments), delay(arguments), arguments.timeout());
        settings.runId = String.format("%08x", new SecureRandom().nextInt());
        String version = ProbeOptions.class.getPackage().getImplementationVersion();
        settings.version = version == null ? "0" : version;
        return settings;
    }

    /** The severity from which on a finding fails the run; null for never. */
    static @Nullable Severity failOn(Arguments arguments) throws UsageException {
        String value = arguments.value(FAIL_ON).orElse("high");
        for (Severity severity : Severity.values()) {
            if (severity != Severity.INFO && severity.toString().equals(value)) {
                return severity;
            }
        }
        if (value.equals("never")) {
            return null;
        }
        throw wrong(FAIL_ON, value, "critical, high, medium, low or never");
    }

    private static List<String> names(Arguments arguments) throws UsageException {
        for (String name : arguments.values(ALSO_NAME)) {
            if (!name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
                throw wrong(ALSO_NAME, name, "a host name, for example internal.example.com");
            }
        }
        return arguments.values(ALSO_NAME);
    }

    private static URI https(String text, String what) throws UsageException {
        try {
            URI url = new URI(text);
            if ("https".equalsIgnoreCase(url.getScheme())
                    && url.getHost() != null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null
                    && text.chars().allMatch(c -> c > ' ' && c < 127)) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new UsageException(what
                + " is no address of the form https://host/path: a token is sent there, so nothing" + " else will do.");
    }

    private static Place denied(String text, Place place) throws UsageException {
        Place denied = new Place(https(text, DENIED.name()));
        if (!denied.origin().equals(place.origin())) {
            throw wrong(DENIED, text, "a URL of the same server as the first one");
        }
        return denied;
    }

    /** The message shows nothing of the key. */
    private static PrivateKey issuerKey(String jwk) throws UsageException {
        try {
            JsonWebKey key = JsonWebKey.Factory.newJwk(jwk);
            PrivateKey secret = key instanceof PublicJsonWebKey ? ((PublicJsonWebKey) key).getPrivateKey() : null;
            if (secret != null) {
                return secret;
            }
        } catch (JoseException | RuntimeException e) {
            // told below, without the text
        }
        throw new UsageException(
                "The file of " + ISSUER_KEY + " holds no private key as a JWK: one JSON object with kty" + " and d.");
    }

    private static Likeness.@Nullable AcceptedWhen acceptedWhen(Arguments arguments) throws UsageException {
        String rule = arguments.value(ACCEPTED_WHEN).orElse(null);
        Likeness.AcceptedWhen parsed = rule == null ? null : Likeness.AcceptedWhen.parse(rule);
        if (rule != null && parsed == null) {
            throw wrong(ACCEPTED_WHEN, rule, "status=200 or contains=TEXT");
        }
        return parsed;
    }

    private static int requests(Arguments arguments) throws UsageException {
        String value = arguments.value(MAX_REQUESTS).orElse("60");
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw wrong(MAX_REQUESTS, value, "a number from 1 to 9999");
        }
        return Integer.parseInt(value);
    }

    private static Duration delay(Arguments arguments) throws UsageException {
        String value = arguments.value(DELAY).orElse("100ms");
        if (!value.matches("[0-9]{1,5}(ms|s)")) {
            throw wrong(DELAY, value, "a time like 0ms, 100ms or 2s");
        }
        boolean millis = value.endsWith("ms");
        long number = Long.parseLong(value.replaceAll("[a-z]", ""));
        return millis ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }

    private static Set<Check> wanted(Arguments arguments) throws UsageException {
        Set<Check> wanted = arguments.has(ONLY) ? chosen(ONLY, arguments) : EnumSet.allOf(Check.class);
        wanted.removeAll(chosen(SKIP, arguments));
        return wanted;
    }

    private static Set<Check> chosen(Option option, Arguments arguments) throws UsageException {
        Set<Check> chosen = EnumSet.noneOf(Check.class);
        for (String ids : arguments.values(option)) {
            for (String id : ids.split(",", -1)) {
                boolean known = false;
                for (Check check : Check.values()) {
                    if (check.name().equalsIgnoreCase(id) || check.group().equals(id.toUpperCase(Locale.ROOT))) {
                        chosen.add(check);
                        known = true;
                    }
                }
                if (!known) {
                    throw wrong(option, id, "ids like B1 or groups like H: holdfast probe --list");
                }
            }
        }
        return chosen;
    }

    private static UsageException wrong(Option option, String value, String right) {
        return new UsageException("The option " + option + " has the value '" + value + "'. It takes " + right + ".");
    }
}
