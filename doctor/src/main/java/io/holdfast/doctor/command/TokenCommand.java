package io.holdfast.doctor.command;

import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Output;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.CurlWords;
import io.holdfast.doctor.report.TimeWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fetches a token and shows whether it is bound to the certificate that it was fetched with. */
public final class TokenCommand implements Command {
    private static final Option SHOW_TOKEN = Option.flag(
            "--show-token",
            "puts the token on stdout: with --json as access_token, and a refresh token as refresh_token; else on the"
                    + " only line there");

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String summary() {
        return "fetch a token and show that it is bound";
    }

    @Override
    public String operands() {
        return "";
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(CommonOptions.IDENTITY);
        options.add(CommonOptions.TRUST);
        options.addAll(TokenOptions.ALL);
        options.add(SHOW_TOKEN);
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "holdfast token --issuer https://login.example.com --client-id server-a --keystore server-a.p12",
                "holdfast token --issuer https://login.example.com --client-id server-a --cert a.crt --key a.key"
                        + " --scope orders:read",
                "holdfast token @server-a.args --show-token --json | jq -r .access_token");
    }

    @Override
    public ExitCode run(Invocation invocation) throws UsageException, NotJudgedException {
        if (!invocation.arguments().operands().isEmpty()) {
            throw new UsageException("The command token takes options alone.");
        }
        FetchedToken token = TokenFetch.by(invocation);
        boolean shown = invocation.arguments().has(SHOW_TOKEN);
        if (invocation.output().isJson()) {
            invocation.output().json(members(token, shown));
        } else if (shown) {
            invocation.output().line(token.response().accessToken());
            invocation.output().note("binding: " + token.binding().words());
        } else {
            write(token, invocation);
        }
        token.remarks().forEach(remark -> invocation.output().note(remark));
        boolean good = token.binding() == FetchedToken.Binding.BOUND || token.binding() == FetchedToken.Binding.UNKNOWN;
        return good ? ExitCode.OK : ExitCode.FINDING;
    }

    private static void write(FetchedToken token, Invocation invocation) {
        Output output = invocation.output();
        Instant now = Instant.now();
        TokenResponse response = token.response();
        output.line("token " + token.text().inWords());
        token.text().writeTo(output, now);
        output.entry("answer", answer(response));
        output.line("certificate");
        CertificateFacts.of(token.identity().certificate()).writeTo(output, now);
        output.line("connection");
        output.entry("endpoint", token.endpoint() + (token.isAlias() ? " (its mtls_endpoint_aliases)" : ""));
        output.entry("asked", asked(token));
        output.entry("sent", sent(token));
        boolean good = token.binding() == FetchedToken.Binding.BOUND;
        output.line(
                good ? Output.Colour.GREEN : Output.Colour.RED,
                "binding",
                "         " + token.binding().words());
        output.line("curl             " + curl(invocation.arguments()));
    }

    private static String answer(TokenResponse response) {
        return "lifetime "
                + response.expiresIn().map(TimeWords::length).orElse("not stated") + ", scopes "
                + String.join(" ", response.scopes())
                + (response.refreshToken().isPresent() ? ", with a refresh token" : "");
    }

    private static String asked(FetchedToken token) {
        if (!token.wasAsked()) {
            return "no client certificate: a token of this connection cannot be bound";
        }
        return "for a client certificate, of "
                + (token.authorities().isEmpty() ? "any authority" : String.join(" or ", token.authorities()));
    }

    private static String sent(FetchedToken token) {
        return token.response().isWithCertificate()
                ? CertificateFacts.of(token.identity().certificate()).subject()
                : "no certificate";
    }

    /** The token goes through a pipe: on a command line every process could read it. */
    private static String curl(Arguments arguments) {
        if (arguments.has(CommonOptions.PKCS11)) {
            return "none for a key in hardware: holdfast call URL (the same options)";
        }
        return "holdfast token (the same options) --show-token -q | sed 's/^/Authorization: Bearer /' | curl "
                + CurlWords.identity(arguments, CommonOptions.KEYSTORE, CommonOptions.CERT, CommonOptions.KEY)
                + CurlWords.trust(arguments) + " -H @- URL";
    }

    private static Map<String, Object> members(FetchedToken token, boolean shown) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", "holdfast-token/1");
        json.put("binding", token.binding().toString());
        if (shown) {
            json.put("access_token", token.response().accessToken());
            json.put("token_type", "Bearer");
            token.response().refreshToken().ifPresent(next -> json.put("refresh_token", next));
        }
        token.response().expiresIn().ifPresent(time -> json.put("expires_in", time.getSeconds()));
        json.put("scope", String.join(" ", token.response().scopes()));
        json.put("token", token.text().members());
        json.put(
                "certificate",
                CertificateFacts.of(token.identity().certificate()).members());
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("endpoint", token.endpoint().toString());
        connection.put("mtlsAlias", token.isAlias());
        connection.put("certificateAsked", token.wasAsked());
        connection.put("authorities", token.authorities());
        connection.put("certificateSent", token.response().isWithCertificate());
        json.put("connection", connection);
        json.put("remarks", token.remarks());
        return json;
    }
}
