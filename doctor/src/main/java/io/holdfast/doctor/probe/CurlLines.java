package io.holdfast.doctor.probe;

import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.report.CurlWords;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The request of a finding as a line for a shell, where curl can make it. Tokens go through a pipe: on a command line
 * every process could read them.
 */
final class CurlLines {
    private static final Set<Check> SEVERAL_CALLS = EnumSet.of(Check.B9, Check.B10, Check.B11, Check.B17);
    private static final int LONGEST_VALUE = 8_000;
    private static final String STRANGER = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=stranger"
            + " -keyout stranger.key -out stranger.crt && ";

    private final Arguments arguments;
    private final ProbeSettings settings;
    private final Map<String, Option> tokens = new LinkedHashMap<>();

    CurlLines(Arguments arguments, ProbeSettings settings) {
        this.arguments = arguments;
        this.settings = settings;
        tokens.put(settings.token, CommonOptions.TOKEN_FILE);
        if (settings.otherToken != null) {
            tokens.put(settings.otherToken, ProbeOptions.OTHER_TOKEN);
        }
        settings.givenTokens.forEach((check, token) -> tokens.put(token, ProbeOptions.TOKENS.get(check)));
    }

    /** The line, or a comment with the reason why there is none. */
    String of(Result finding) {
        if (SEVERAL_CALLS.contains(finding.check()) || finding.evidence().isEmpty()) {
            return "# more than one call: curl cannot make them alike";
        }
        Call call = finding.evidence().get(finding.evidence().size() - 1).call();
        String identity = identity(call.identity());
        if (identity == null) {
            return "# the certificate is made up in memory";
        }
        if (call.way().isUnnamed() || call.way().shared() != null) {
            return "# curl cannot make such a connection";
        }
        return line(place(finding.check()), call, identity);
    }

    private Place place(Check check) {
        Place direct = settings.direct;
        if (check == Check.B15) {
            return settings.place.byPlainHttp(settings.httpPort);
        }
        return check == Check.H7 && direct != null ? direct : settings.place;
    }

    /** Null if curl has no file of it. */
    private @Nullable String identity(Identity identity) {
        if (!identity.hasCertificate()) {
            return "";
        }
        X509Certificate certificate = identity.certificate();
        if (certificate.equals(settings.own.certificate())) {
            if (arguments.has(CommonOptions.PKCS11)) {
                return null;
            }
            return " " + CurlWords.identity(arguments, CommonOptions.KEYSTORE, CommonOptions.CERT, CommonOptions.KEY);
        }
        if (settings.other != null && certificate.equals(settings.other.certificate())) {
            return " "
                    + CurlWords.identity(
                            arguments, ProbeOptions.OTHER_KEYSTORE, ProbeOptions.OTHER_CERT, ProbeOptions.OTHER_KEY);
        }
        String subject = certificate.getSubjectX500Principal().getName();
        boolean stranger = subject.equals("CN=holdfast-probe-" + settings.runId)
                && identity.chain().size() == 1;
        return stranger ? " --cert stranger.crt --key stranger.key" : null;
    }

    private String line(Place place, Call call, String identity) {
        StringBuilder headers = new StringBuilder();
        String pipe = "";
        for (Map.Entry<String, String> header : call.headers()) {
            String name = header.getKey();
            String value = header.getValue();
            String token = tokenIn(value);
            if (name.equals("Connection")) {
                continue;
            }
            if (token != null && pipe.isEmpty() && tokenIn(value.replace(token, " ")) == null) {
                pipe = "sed -n " + CurlWords.quoted("1s/.*/" + name + ": " + pattern(value, token) + "/p") + " "
                        + file(token) + " | ";
                headers.append(" -H @-");
            } else if (token != null || isForged(name, value) || value.length() > LONGEST_VALUE) {
                return "# a forged token, two tokens or a long value, which are made in memory";
            } else {
                headers.append(" -H ").append(CurlWords.quoted(value.isEmpty() ? name + ";" : name + ": " + value));
            }
        }
        return (identity.contains("stranger.crt") ? STRANGER : "")
                + pipe
                + "curl -i --path-as-is"
                + (call.method().equals("HEAD") ? " -I" : "")
                + way(place, call.way())
                + identity
                + CurlWords.trust(arguments)
                + headers
                + target(place, call);
    }

    private static String way(Place place, Call.Way way) {
        StringBuilder words = new StringBuilder(way.isHttp2() ? " --http2" : " --http1.1");
        if (way.protocol() != null) {
            String version = way.protocol().replace("TLSv", "");
            words.append(" --tlsv").append(version).append(" --tls-max ").append(version);
        }
        if (way.address() != null) {
            words.append(" --resolve ")
                    .append(place.host() + ":" + place.port() + ":"
                            + way.address().getHostAddress());
        }
        if (way.serverName() != null) {
            words.append(" --connect-to ")
                    .append(way.serverName() + ":" + place.port() + ":" + place.host() + ":" + place.port())
                    .append(" -H ")
                    .append(CurlWords.quoted("Host: " + place.authority()));
        }
        return words.toString();
    }

    private String target(Place place, Call call) {
        String origin = call.way().serverName() == null
                ? place.origin()
                : place.origin().replace(place.host(), String.valueOf(call.way().serverName()));
        String token = tokenIn(call.target());
        if (token == null) {
            return " " + CurlWords.quoted(origin + call.target());
        }
        String rest =
                call.target().replace(TransportChecks.parameter(token), "").replaceAll("[?&]$", "");
        return " -G --data-urlencode access_token@" + file(token) + " " + CurlWords.quoted(origin + rest);
    }

    private @Nullable String tokenIn(String text) {
        return tokens.keySet().stream()
                .filter(token -> text.contains(token) || text.contains(TransportChecks.parameter(token)))
                .max(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    /** The value as sed writes it, in which an ampersand stands for the token. */
    private static String pattern(String value, String token) {
        return Arrays.stream(value.split(Pattern.quote(token), -1))
                .map(part -> part.replaceAll("([\\\\/&])", "\\\\$1"))
                .collect(Collectors.joining("&"));
    }

    private static boolean isForged(String name, String value) {
        return name.equals("Authorization") && value.indexOf('.') >= 0;
    }

    private String file(String token) {
        Option option = tokens.get(token);
        String file = option == null ? "-" : arguments.value(option).orElse("-");
        return file.equals("-") ? "TOKEN_FILE" : CurlWords.quoted(file);
    }
}
