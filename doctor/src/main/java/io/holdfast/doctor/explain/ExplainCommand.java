package io.holdfast.doctor.explain;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.JwkSetSummary;
import io.holdfast.certificate.TrustedProxies;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ProxySettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.config.SettingsException;
import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Output;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.settings.DescribedDoor;
import io.holdfast.doctor.settings.DoorFile;
import io.holdfast.resource.RefusalReason;
import io.holdfast.token.SignatureAlgorithm;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains a refusal by the token, the certificate, the answer or the log line, and the settings of the door. */
public final class ExplainCommand implements Command {
    private static final Option METHOD = Option.value("--request", "METHOD", "the method of the request. Default: GET")
            .letter("-X");
    private static final Option PATH =
            Option.value("--path", "PATH", "path and query of the request, within the application. Default: /");
    private static final Option HEAD = Option.value(
            "--request-head", "FILE|-", "a whole request as curl -v shows it, in place of token, method and path");
    private static final Option PLAIN = Option.flag("--plain-http", "the request came without TLS");
    private static final Option KEYS =
            Option.value("--keys", "FILE", "the issuer's JWK set, to check the signature with");
    private static final Option ONLINE =
            Option.flag("--online", "asks the issuer, as the door does. Without it and --keys no signature is checked");

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String summary() {
        return "say what a token, a certificate, a challenge or a log line means, and what a door says to it";
    }

    @Override
    public String operands() {
        return "[FILE|-]";
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(DoorFile.SETTINGS, DoorFile.DOOR, DoorFile.DEFINE));
        options.addAll(List.of(CommonOptions.TOKEN_FILE, Evidence.CERT));
        options.addAll(CommonOptions.KEY_STORE);
        options.addAll(List.of(Evidence.HEADER_VALUE, Evidence.FORMAT));
        options.addAll(List.of(METHOD, PATH, HEAD, PLAIN, KEYS, ONLINE));
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "holdfast explain --settings WEB-INF/web.xml --token-file a.jwt --cert server-a.crt",
                "holdfast explain --settings holdfast.properties --token-file a.jwt --cert a.crt --path /orders/7 --online",
                "curl -i ... | holdfast explain -",
                "grep io.holdfast.audit catalina.out | tail -1 | holdfast explain");
    }

    @Override
    public ExitCode run(Invocation invocation) throws UsageException, NotJudgedException {
        Optional<DescribedDoor> door = DoorFile.door(invocation);
        if (door.isEmpty()) {
            requireDoorFor(invocation.arguments(), METHOD, PATH, HEAD, PLAIN, KEYS, ONLINE);
            return new ClueReport(invocation.output(), Evidence.of(invocation, Optional.empty()), Instant.now())
                    .write();
        }
        ResourceSettings settings;
        try {
            settings = door.get().settings();
        } catch (SettingsException e) {
            return misconfigured(invocation.output(), e);
        }
        Evidence evidence = Evidence.of(invocation, Optional.of(settings));
        try {
            Explanation explanation = explained(invocation, settings, evidence);
            X509Certificate certificate = evidence.certificate().orElse(null);
            DecisionReport report =
                    new DecisionReport(explanation, new StepText(explanation, certificate, Instant.now()));
            report.write(invocation.output());
            return code(explanation);
        } catch (SettingsException e) {
            return misconfigured(invocation.output(), e);
        }
    }

    private static ExitCode code(Explanation explanation) {
        Optional<RefusalReason> reason = explanation.reason();
        if (reason.filter(RefusalReason.VERIFICATION_UNAVAILABLE::equals).isPresent()) {
            return ExitCode.NOT_JUDGED;
        }
        return reason.isPresent() ? ExitCode.FINDING : ExitCode.OK;
    }

    private static void requireDoorFor(Arguments arguments, Option... options) throws UsageException {
        for (Option option : options) {
            if (arguments.has(option)) {
                throw new UsageException("The option " + option + " is about a door's decision. Name the door: "
                        + DoorFile.SETTINGS + " FILE.");
            }
        }
    }

    private static Explanation explained(Invocation invocation, ResourceSettings settings, Evidence evidence)
            throws UsageException, NotJudgedException, SettingsException {
        Arguments arguments = invocation.arguments();
        RequestHead head = head(invocation, settings, evidence);
        ExplainedRequest request = ExplainedRequest.of(
                settings,
                head,
                !arguments.has(PLAIN),
                settings.proxy().isPresent()
                        ? proxys(settings.proxy().get().proxies(), evidence)
                        : evidence.certificate().orElse(null));
        String token = head.values("Authorization").stream()
                .map(ExplainCommand::tokenIn)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
        return decided(invocation, new Decisions(settings), request, token, settings);
    }

    /** The certificate of the proxy that has sent the request; null for none. */
    private static @Nullable X509Certificate proxys(TrustedProxies proxies, Evidence evidence)
            throws NotJudgedException {
        X509Certificate certificate = evidence.ofTls().orElse(null);
        if (!proxies.contain(proxies.anAddress().orElse(null), certificate)) {
            throw new NotJudgedException("These settings trust proxies by their own certificate"
                    + " (trustedProxyCertificates), and take a certificate from the header of no other. Name that of the"
                    + " proxy: " + Evidence.CERT + " FILE, and the client's by " + Evidence.HEADER_VALUE + ".");
        }
        return certificate;
    }

    /** The request that the options describe. */
    private static RequestHead head(Invocation invocation, ResourceSettings settings, Evidence evidence)
            throws UsageException {
        Arguments arguments = invocation.arguments();
        Optional<String> whole = arguments.value(HEAD);
        if (whole.isPresent()) {
            if (arguments.has(METHOD) || arguments.has(PATH) || arguments.has(CommonOptions.TOKEN_FILE)) {
                throw new UsageException("The option " + HEAD + " holds the whole request. Leave out " + METHOD + ", "
                        + PATH + " and " + CommonOptions.TOKEN_FILE + ".");
            }
            return RequestHead.parse(HEAD, invocation.secrets().text(HEAD, whole.get()));
        }
        String target = arguments.value(PATH).orElse("/");
        if (!target.startsWith("/")) {
            throw new UsageException("The option " + PATH + " has a value that does not begin with /.");
        }
        RequestHead head = RequestHead.of(arguments.value(METHOD).orElse("GET"), target);
        Optional<String> token = evidence.token();
        head = token.isPresent() ? head.with("Authorization", "Bearer " + token.get()) : head;
        String header = settings.proxy().map(ProxySettings::header).orElse("");
        String value = evidence.headerValue();
        return value != null && !header.isEmpty() ? head.with(header, value) : head;
    }

    private static String tokenIn(String authorization) {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).trim()
                : "";
    }

    private static Explanation decided(
            Invocation invocation,
            Decisions decisions,
            ExplainedRequest request,
            @Nullable String token,
            ResourceSettings settings)
            throws UsageException, NotJudgedException, SettingsException {
        if (invocation.arguments().has(ONLINE)) {
            return decisions.online(request, token);
        }
        if (!settings.issuers().stream().allMatch(IssuerSettings::usesKeys)
                || settings.issuers().stream()
                        .anyMatch(issuer -> issuer.introspection().isPresent())) {
            throw new NotJudgedException("An issuer of these settings is asked about each token (verification ="
                    + " introspection): only it knows. With " + ONLINE + " it is asked, with the door's own"
                    + " credentials.");
        }
        Optional<String> keys = invocation.arguments().value(KEYS);
        return keys.isPresent()
                ? decisions.withKeys(request, token, keySet(invocation, keys.get(), settings))
                : decisions.offline(request, token);
    }

    /** The JWK set of a file. One that verifies nothing would look like an outage of the authorization server. */
    private static String keySet(Invocation invocation, String file, ResourceSettings settings) throws UsageException {
        String text = invocation.secrets().text(KEYS, file);
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        settings.issuers().forEach(issuer -> algorithms.addAll(issuer.algorithms()));
        JwkSetSummary keys;
        try {
            keys = JwkSetSummary.of(text, algorithms);
        } catch (AuthorizationServerException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
        if (keys.problem().isPresent()) {
            throw unusable(keys.problem().get());
        }
        keys.forEncryption().forEach(invocation.output()::note);
        keys.leftOut().forEach(invocation.output()::note);
        keys.exposed().forEach(invocation.output()::note);
        return text;
    }

    private static UsageException unusable(String why) {
        return new UsageException(
                "The file of " + KEYS + " cannot be used. " + why + " It is the issuer's JWK set as its"
                        + " jwks_uri shows it: {\"keys\": [...]}, around a single key as well.");
    }

    /** A door with such settings refuses everything. */
    private static ExitCode misconfigured(Output output, SettingsException e) {
        if (output.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("schema", "holdfast-explain/1");
            json.put("reason", RefusalReason.MISCONFIGURED.code());
            json.put("problems", e.problems());
            output.json(json);
        } else {
            output.line("The door cannot start with these settings, and refuses every request (503 misconfigured).");
            e.problems().forEach(problem -> output.line("  " + problem));
        }
        return ExitCode.FINDING;
    }
}
