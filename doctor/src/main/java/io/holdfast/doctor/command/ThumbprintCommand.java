package io.holdfast.doctor.command;

import static io.holdfast.doctor.cli.CommonOptions.KEYSTORE;
import static io.holdfast.doctor.cli.CommonOptions.PKCS11;
import static io.holdfast.doctor.cli.CommonOptions.TRUST;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.certificate.MalformedCertificateException;
import io.holdfast.doctor.cli.Command;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.Credentials;
import io.holdfast.doctor.cli.ExitCode;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.NotJudgedException;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Secrets;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.CertificateFacts;
import io.holdfast.doctor.report.CertificateFiles;
import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.ConnectionFailedException;
import io.holdfast.doctor.tls.HttpsUrl;
import io.holdfast.doctor.tls.ObservedConnection;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the thumbprint of a certificate, in both spellings. */
public final class ThumbprintCommand implements Command {
    static final Option HEADER_VALUE = Option.value(
            "--header-value", "FILE|-", "a proxy's header value that holds the certificate; needs --format");
    static final Option FORMAT =
            Option.value("--format", "NAME", "the format of that value, as in the setting certificateHeaderFormat");

    @Override
    public String name() {
        return "thumbprint";
    }

    @Override
    public String summary() {
        return "the x5t#S256 of a certificate, a key store, a header value or a server";
    }

    @Override
    public String operands() {
        return "[FILE | https://HOST[:PORT]]";
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(CommonOptions.KEY_STORE);
        options.addAll(List.of(HEADER_VALUE, FORMAT, TRUST));
        return options;
    }

    @Override
    public List<String> examples() {
        return List.of(
                "holdfast thumbprint server-a.crt",
                "holdfast thumbprint --keystore server-a.p12 --password-file password.txt",
                "holdfast thumbprint --header-value header.txt --format nginx",
                "holdfast thumbprint https://api.example.com");
    }

    @Override
    public ExitCode run(Invocation invocation) throws UsageException, NotJudgedException {
        Instant now = Instant.now();
        List<CertificateFacts> all =
                certificates(invocation).stream().map(CertificateFacts::of).collect(Collectors.toList());
        if (invocation.output().isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("schema", "holdfast-thumbprint/1");
            json.put("certificates", all.stream().map(CertificateFacts::members).collect(Collectors.toList()));
            invocation.output().json(json);
        } else if (invocation.arguments().has(CommonOptions.QUIET)) {
            invocation.output().line(all.get(0).thumbprint().value());
        } else {
            invocation.output().line("certificate");
            all.get(0).writeTo(invocation.output(), now);
            for (CertificateFacts other : all.subList(1, all.size())) {
                invocation.output().line("after it, not the one that a token is bound to");
                other.writeTo(invocation.output(), now);
            }
        }
        return ExitCode.OK;
    }

    private List<X509Certificate> certificates(Invocation invocation) throws UsageException, NotJudgedException {
        boolean ofStore =
                invocation.arguments().has(KEYSTORE) || invocation.arguments().has(PKCS11);
        Optional<String> headerFile = invocation.arguments().value(HEADER_VALUE);
        int sources = invocation.arguments().operands().size() + (ofStore ? 1 : 0) + (headerFile.isPresent() ? 1 : 0);
        if (sources != 1) {
            throw new UsageException(
                    "Name one thing: a FILE, an https URL, " + KEYSTORE + ", " + PKCS11 + " or " + HEADER_VALUE + ".");
        }
        if (headerFile.isPresent()) {
            return List.of(ofHeader(invocation, headerFile.get()));
        }
        if (ofStore) {
            return Credentials.loaded(invocation.credentials().requiredSource()).certificateChain();
        }
        String operand = invocation.arguments().operands().get(0);
        return operand.startsWith("https://") ? ofServer(invocation, operand) : ofFile(operand);
    }

    private static List<X509Certificate> ofFile(String name) throws UsageException {
        Path file = Secrets.path("FILE", name);
        List<X509Certificate> certificates = CertificateFiles.in(file);
        if (certificates.isEmpty()) {
            throw new UsageException(file + " holds no certificate in PEM, DER or PKCS#7. If it is a key store, name it"
                    + " with " + KEYSTORE + ".");
        }
        return certificates;
    }

    /** Decodes a header value as a door does. */
    static X509Certificate ofHeader(Invocation invocation, String fileOrInput) throws UsageException {
        String name = invocation.arguments().required(FORMAT);
        CertificateHeaderFormat format = CertificateHeaderFormat.named(name)
                .orElseThrow(() -> new UsageException("The option " + FORMAT + " has the value '" + name
                        + "'. It is one of: "
                        + Arrays.stream(CertificateHeaderFormat.values())
                                .map(CertificateHeaderFormat::settingValue)
                                .collect(Collectors.joining(", "))
                        + "."));
        String value = invocation.secrets().text(HEADER_VALUE, fileOrInput);
        try {
            return format.certificate(value);
        } catch (MalformedCertificateException e) {
            throw new UsageException("The value of " + HEADER_VALUE + " is no certificate in the format " + name + ": "
                    + e.getMessage() + ". It is the field's value alone, without name and colon; see which format the"
                    + " proxy writes.");
        }
    }

    private static List<X509Certificate> ofServer(Invocation invocation, String url)
            throws UsageException, NotJudgedException {
        HttpsUrl server = HttpsUrl.of("URL", url);
        ClientTls nobody = ClientTls.of(null, invocation.credentials().trust());
        try (ObservedConnection connection = nobody.to(
                        server.host(), server.port(), invocation.arguments().timeout())
                .connect()) {
            return new ArrayList<>(connection.observation().serverChain());
        } catch (ConnectionFailedException e) {
            throw new NotJudgedException(String.valueOf(e.getMessage()));
        }
    }
}
