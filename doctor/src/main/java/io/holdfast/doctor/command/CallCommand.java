package io.holdfast.doctor.command;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.Diagnosis;
import io.holdfast.doctor.report.Redaction;
import io.holdfast.doctor.report.TokenText;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.ConnectionFailedException;
import io.holdfast.doctor.tls.HttpMessage;
import io.holdfast.doctor.tls.HttpReply;
import io.holdfast.doctor.tls.HttpsUrl;
import io.holdfast.doctor.tls.ObservedConnection;
import io.holdfast.doctor.tls.TlsObservation;
import io.holdfast.keyring.exchange.AuthenticateHeader;
import io.holdfast.keystore.KeyMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls a protected resource once, with certificate and token, and shows each step of the connection. */
public final class CallCommand implements Command {
    private static final Option METHOD =
            Option.value("--request", "METHOD", "the method. Default: GET").letter("-X");
    private static final Option HEADER = Option.values(
                    "--header", "LINE", "a header field, 'Name: value'; none with a secret")
            .letter("-H");
    private static final Option BODY = Option.value("--data-file", "FILE|-", "a body to send, as it is");

    @Override
    public String name() {
        return "call";
    }

    @Override
    public String summary() {
        return "fetch a token and call an API with it, like curl, and say why it refuses";
    }

    @Override
    public String operands() {
        return "URL";
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(METHOD, HEADER, BODY, CommonOptions.TOKEN_FILE));
        options.addAll(CommonOptions.IDENTITY);
        options.add(CommonOptions.TRUST);
        options.addAll(TokenOptions.ALL);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "holdfast call https://api.example.com/orders --keystore server-a.p12 --token-file a.jwt",
                "holdfast call https://api.example.com/orders --keystore server-a.p12"
                        + " --issuer https://login.example.com --client-id server-a",
                "holdfast call https://api.example.com/orders -X POST -H 'Content-Type: application/json'"
                        + " --data-file order.json @server-a.args");
    }

    @Override
    public ExitCode run(Invocation invocation) throws UsageException, NotJudgedException {
        Arguments arguments = invocation.arguments();
        HttpsUrl url = HttpsUrl.of("URL", arguments.operand("URL"));
        boolean fetches = TokenFetch.isAskedFor(arguments);
        if (fetches && arguments.has(CommonOptions.TOKEN_FILE)) {
            throw new UsageException("There are both " + CommonOptions.TOKEN_FILE + " and an authorization server to"
                    + " fetch a token from. Leave one out.");
        }
        HttpMessage request = request(invocation, url); // what is wrong with it costs no token
        FetchedToken fetched = fetches ? TokenFetch.by(invocation) : null;
        Optional<String> token = fetched != null
                ? Optional.of(fetched.response().accessToken())
                : invocation.credentials().token();
        KeyMaterial identity = fetched != null
                ? fetched.identity()
                : invocation.credentials().identity().orElse(null);
        ClientTls tls = ClientTls.of(identity, invocation.credentials().trust());
        HttpMessage whole = token.isPresent() ? request.field("Authorization", "Bearer " + token.get()) : request;
        if (fetched != null) {
            fetched.remarks().forEach(remark -> invocation.output().note(remark));
        }
        Redaction redaction = new Redaction();
        token.ifPresent(redaction::token);
        CallReport report = new CallReport(invocation.output(), url, token.orElse(null), identity, fetched, redaction);
        try (ObservedConnection connection =
                tls.to(url.host(), url.port(), arguments.timeout()).connect()) {
            HttpReply reply = connection.exchange(whole);
            TlsObservation facts = connection.observation();
            report.write(facts, reply, diagnosis(facts, reply, token, redaction));
            return reply.status() >= 200 && reply.status() < 300 ? ExitCode.OK : ExitCode.FINDING;
        } catch (ConnectionFailedException e) {
            e.observation().ifPresent(report::writeSteps);
            throw new NotJudgedException(redaction.shown(String.valueOf(e.getMessage())));
        }
    }

    private static Diagnosis diagnosis(
            TlsObservation facts, HttpReply reply, Optional<String> token, Redaction redaction) {
        CertificateThumbprint sent = facts.sentThumbprint().orElse(null);
        TokenText text = token.map(TokenText::of).orElse(null);
        return Diagnosis.of(
                reply.status(),
                challenge(reply).map(redaction::shown),
                Diagnosis.Facts.ofCall(text, sent, facts.asked()),
                Instant.now());
    }

    private static Optional<Map<String, String>> challenge(HttpReply reply) {
        return reply.values("WWW-Authenticate").stream()
                .map(AuthenticateHeader::bearerParameters)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static HttpMessage request(Invocation invocation, HttpsUrl url) throws UsageException {
        String method = invocation.arguments().value(METHOD).orElse("GET").toUpperCase(Locale.ROOT);
        try {
            HttpMessage request = HttpMessage.of(method, url.target())
                    .field("Host", url.authority())
                    .field("User-Agent", "holdfast-call")
                    .field("Accept", "*/*")
                    .field("Connection", "close");
            for (String line : invocation.arguments().values(HEADER)) {
                request = withHeader(request, line);
            }
            Optional<String> body = invocation.arguments().value(BODY);
            return body.isPresent() ? request.body(invocation.secrets().bytes(BODY, body.get())) : request;
        } catch (IllegalArgumentException e) {
            throw new UsageException("The request cannot be sent. " + e.getMessage());
        }
    }

    private static HttpMessage withHeader(HttpMessage request, String line) throws UsageException {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new UsageException("A value of " + HEADER + " has no colon. It is 'Name: value'.");
        }
        String name = line.substring(0, colon).trim();
        if (name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Host")) {
            throw new UsageException("The header " + name + " is written by the command itself. Name a token with "
                    + CommonOptions.TOKEN_FILE + ", where no other process can read it.");
        }
        return request.field(name, line.substring(colon + 1).trim());
    }
}
