package io.holdfast.doctor.report;

import io.holdfast.doctor.cli.Arguments;
import io.holdfast.doctor.cli.CommonOptions;
import io.holdfast.doctor.cli.Option;
import io.holdfast.doctor.cli.UsageException;
import java.nio.file.Path;

/** Words of a command line of curl, quoted for a POSIX shell. */
public final class CurlWords {
    private CurlWords() {}

    /** One word, whatever it holds. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** The options for a certificate and its key, which stand in one file or in two. */
    public static String identity(Arguments arguments, Option keyStore, Option certificate, Option key) {
        String store = arguments.value(keyStore).orElse(null);
        return store != null
                ? (isPem(store) ? "" : "--cert-type P12 ") + "--cert " + quoted(store)
                : "--cert " + quoted(arguments.value(certificate).orElse("")) + " --key "
                        + quoted(arguments.value(key).orElse(""));
    }

    /** The option for the authorities behind a space; empty for the platform's. */
    public static String trust(Arguments arguments) {
        return arguments
                .value(CommonOptions.TRUST)
                .map(file -> " --cacert " + quoted(file))
                .orElse("");
    }

    /** True for certificate and key in one file, whose type curl detects. */
    private static boolean isPem(String store) {
        try {
            return !CertificateFiles.in(Path.of(store)).isEmpty();
        } catch (UsageException e) {
            return false;
        }
    }
}
