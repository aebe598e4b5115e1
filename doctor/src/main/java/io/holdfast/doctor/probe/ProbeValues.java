package io.holdfast.doctor.probe;

import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Reads the values of the probe's options. Each objection names the option, the value and what it takes. */
final class ProbeValues {
    private ProbeValues() {}

    /** The severity from which on a finding fails the run; null for never. */
    static @Nullable Severity failOn(Arguments arguments) throws UsageException {
        String value = arguments.value(ProbeOptions.FAIL_ON).orElse("high");
        for (Severity severity : Severity.values()) {
            if (severity != Severity.INFO && severity.toString().equals(value)) {
                return severity;
            }
        }
        if (value.equals("never")) {
            return null;
        }
        throw wrong(ProbeOptions.FAIL_ON, value, "critical, high, medium, low or never");
    }

    static List<String> names(Arguments arguments) throws UsageException {
        for (String name : arguments.values(ProbeOptions.ALSO_NAME)) {
            if (!name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")) {
                throw wrong(ProbeOptions.ALSO_NAME, name, "a host name, for example internal.example.com");
            }
        }
        return arguments.values(ProbeOptions.ALSO_NAME);
    }

    static URI https(String text, String what) throws UsageException {
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
            // reported below
        }
        throw new UsageException(what
                + " is no address of the form https://host/path: a token is sent there, so nothing" + " else will do.");
    }

    static Place denied(String text, Place place) throws UsageException {
        Place denied = new Place(https(text, ProbeOptions.DENIED.name()));
        if (!denied.origin().equals(place.origin())) {
            throw wrong(ProbeOptions.DENIED, text, "a URL of the same server as the first one");
        }
        return denied;
    }

    static Place direct(String text) throws UsageException {
        boolean plain = text.regionMatches(true, 0, "http://", 0, 7);
        URI url = https(plain ? "https" + text.substring(4) : text, ProbeOptions.DIRECT.name());
        return new Place(plain ? URI.create(text) : url);
    }

    /** The message shows nothing of the key. */
    static PrivateKey issuerKey(String jwk) throws UsageException {
        try {
            JsonWebKey key = JsonWebKey.Factory.newJwk(jwk);
            PrivateKey secret = key instanceof PublicJsonWebKey ? ((PublicJsonWebKey) key).getPrivateKey() : null;
            if (secret != null) {
                return secret;
            }
        } catch (JoseException | RuntimeException e) {
            // reported below, without the text
        }
        throw new UsageException("The file of " + ProbeOptions.ISSUER_KEY
                + " holds no private key as a JWK: one JSON object with kty" + " and d.");
    }

    static Likeness.@Nullable AcceptedWhen acceptedWhen(Arguments arguments) throws UsageException {
        String rule = arguments.value(ProbeOptions.ACCEPTED_WHEN).orElse(null);
        Likeness.AcceptedWhen parsed = rule == null ? null : Likeness.AcceptedWhen.parse(rule);
        if (rule != null && parsed == null) {
            throw wrong(ProbeOptions.ACCEPTED_WHEN, rule, "status=200 or contains=TEXT");
        }
        return parsed;
    }

    static int number(Option option, Arguments arguments, String otherwise, int most) throws UsageException {
        String value = arguments.value(option).orElse(otherwise);
        if (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > most) {
            throw wrong(option, value, "a number from 1 to " + most);
        }
        return Integer.parseInt(value);
    }

    static Duration delay(Arguments arguments) throws UsageException {
        String value = arguments.value(ProbeOptions.DELAY).orElse("100ms");
        if (!value.matches("[0-9]{1,5}(ms|s)")) {
            throw wrong(ProbeOptions.DELAY, value, "a time like 0ms, 100ms or 2s");
        }
        boolean millis = value.endsWith("ms");
        long number = Long.parseLong(value.replaceAll("[a-z]", ""));
        return millis ? Duration.ofMillis(number) : Duration.ofSeconds(number);
    }

    static Set<Check> wanted(Arguments arguments) throws UsageException {
        Set<Check> wanted =
                arguments.has(ProbeOptions.ONLY) ? chosen(ProbeOptions.ONLY, arguments) : EnumSet.allOf(Check.class);
        wanted.removeAll(chosen(ProbeOptions.SKIP, arguments));
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
