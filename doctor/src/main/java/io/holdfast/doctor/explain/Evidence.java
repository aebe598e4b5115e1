package io.holdfast.doctor.explain;

import io.holdfast.certificate.CertificateHeaderFormat;
import io.holdfast.certificate.MalformedCertificateException;
import io.holdfast.config.ProxySettings;
import io.holdfast.config.ResourceSettings;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.Credentials;
import io.holdfast.doctor.cli.Invocation;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.Secrets;
import io.holdfast.doctor.cli.UsageException;
import io.holdfast.doctor.report.CertificateFiles;
import io.holdfast.doctor.settings.DoorFile;
import io.holdfast.keystore.KeyMaterialException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The token, the certificate and the text that a person brings. Immutable. */
final class Evidence {
    static final Option HEADER_VALUE =
            Option.value("--header-value", "FILE|-", "a proxy's header value that holds the certificate");
    static final Option FORMAT =
            Option.value("--format", "NAME", "its format, as in certificateHeaderFormat. Default: that of --settings");
    static final Option CERT = Option.value(
            "--cert",
            "FILE",
            "the client certificate, in PEM or DER; no key is needed. Beside --header-value, the proxy's own");

    private static final Option TEXT = Option.value("FILE", "FILE", "the text");
    private static final String STANDARD_INPUT = "-";

    private final Clues clues;
    private final @Nullable String token;
    private final @Nullable X509Certificate certificate;
    private final @Nullable String headerValue;
    private final @Nullable X509Certificate ofTls;

    private Evidence(
            Clues clues,
            @Nullable String token,
            @Nullable X509Certificate certificate,
            @Nullable String headerValue,
            @Nullable X509Certificate ofTls) {
        this.clues = clues;
        this.token = token;
        this.certificate = certificate;
        this.headerValue = headerValue;
        this.ofTls = ofTls;
    }

    /** Collects what options, file and standard input hold. */
    static Evidence of(Invocation invocation, Optional<ResourceSettings> settings) throws UsageException {
        Clues clues = new Clues(text(invocation));
        Optional<String> given = invocation.credentials().token();
        String token = given.isPresent() ? given.get() : clues.token().orElse(null);
        Optional<String> header = invocation.arguments().value(HEADER_VALUE);
        if (header.isPresent()) {
            String value = invocation.secrets().text(HEADER_VALUE, header.get());
            X509Certificate proxys = certificate(invocation).orElse(null);
            return new Evidence(clues, token, decoded(invocation, settings, value), value, proxys);
        }
        X509Certificate named = certificate(invocation).orElseGet(() -> copied(invocation, clues));
        return new Evidence(clues, token, named, null, named);
    }

    /** The text of the operand; standard input, where nothing else is named. */
    private static String text(Invocation invocation) throws UsageException {
        List<String> operands = invocation.arguments().operands();
        if (operands.size() > 1) {
            throw new UsageException(
                    "There are several files with texts. Put them together: cat FILE ... |" + " holdfast explain");
        }
        boolean named = invocation.arguments().has(CommonOptions.TOKEN_FILE)
                || invocation.arguments().has(CERT)
                || hasKeyStore(invocation)
                || invocation.arguments().has(HEADER_VALUE);
        if (!operands.isEmpty()) {
            return operands.get(0).equals(STANDARD_INPUT)
                    ? standardInput(invocation)
                    : invocation.secrets().text(TEXT, operands.get(0));
        }
        if (!named && !invocation.arguments().has(DoorFile.SETTINGS)) {
            return standardInput(invocation);
        }
        if (!named) {
            invocation.output().note("No token was given: name a FILE, - for standard input, or --token-file.");
        }
        return "";
    }

    private static String standardInput(Invocation invocation) throws UsageException {
        if (invocation.isAtTerminal()) {
            invocation.output().note("Reading the text to explain from standard input; end it with Ctrl-D.");
        }
        return invocation.secrets().standardInput("the text to explain");
    }

    private static boolean hasKeyStore(Invocation invocation) {
        return invocation.arguments().has(CommonOptions.KEYSTORE)
                || invocation.arguments().has(CommonOptions.PKCS11);
    }

    private static Optional<X509Certificate> certificate(Invocation invocation) throws UsageException {
        Optional<String> file = invocation.arguments().value(CERT);
        if (file.isEmpty()) {
            return hasKeyStore(invocation)
                    ? Optional.of(Credentials.loaded(invocation.credentials().requiredSource())
                            .certificate())
                    : Optional.empty();
        }
        Path path = Secrets.path(CERT, file.get());
        List<X509Certificate> certificates = CertificateFiles.in(path);
        if (certificates.isEmpty()) {
            throw new UsageException("The file of " + CERT + ", " + path + ", holds no certificate in PEM or DER.");
        }
        return Optional.of(certificates.get(0));
    }

    /** The certificate in the text; null if there is none that can be read. */
    private static @Nullable X509Certificate copied(Invocation invocation, Clues clues) {
        try {
            return clues.certificate().orElse(null);
        } catch (KeyMaterialException e) {
            invocation.output().note("The certificate in the text is left out. " + e.getMessage());
            return null;
        }
    }

    /** The certificate in a header value; null if a door would find none in it. */
    private static @Nullable X509Certificate decoded(
            Invocation invocation, Optional<ResourceSettings> settings, String value) throws UsageException {
        Optional<CertificateHeaderFormat> ofDoor =
                settings.flatMap(ResourceSettings::proxy).map(ProxySettings::format);
        String name = invocation
                .arguments()
                .value(FORMAT)
                .orElseGet(
                        () -> ofDoor.map(CertificateHeaderFormat::settingValue).orElse(""));
        CertificateHeaderFormat format = CertificateHeaderFormat.named(name)
                .orElseThrow(() -> new UsageException("The format of " + HEADER_VALUE + " is missing or unknown: "
                        + FORMAT + " is one of "
                        + Arrays.stream(CertificateHeaderFormat.values())
                                .map(CertificateHeaderFormat::settingValue)
                                .collect(Collectors.joining(", "))
                        + "."));
        try {
            return format.certificate(value);
        } catch (MalformedCertificateException e) {
            if (format == CertificateHeaderFormat.ENVOY
                    && ofDoor.filter(format::equals).isPresent()) {
                return null; // the door reads it by its trustedHops, and a Hash alone is enough for it
            }
            invocation
                    .output()
                    .note("The header value is no certificate in the format " + name + ": " + e.getMessage()
                            + ". A door finds no certificate in it.");
            return null;
        }
    }

    Clues clues() {
        return clues;
    }

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
    }

    /** The certificate of the connection itself: the proxy's, where the client's is in a header. */
    Optional<X509Certificate> ofTls() {
        return Optional.ofNullable(ofTls);
    }

    /** The header value as it came; null if there is none. */
    @Nullable
    String headerValue() {
        return headerValue;
    }
}
