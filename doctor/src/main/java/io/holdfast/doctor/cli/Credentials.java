package io.holdfast.doctor.cli;

import io.holdfast.file.SmallFile;
import io.holdfast.file.UnreadableFileException;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.keystore.DetectedKeyStore;
import io.holdfast.keystore.KeyMaterial;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.keystore.KeyStoreSource;
import io.holdfast.keystore.PasswordSource;
import io.holdfast.keystore.Pkcs11KeyStore;
import io.holdfast.keystore.TrustedCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads what the options of a command name: certificate and key, trusted certificates, a token. */
public final class Credentials {
    /** Stands on no command line. */
    public static final Option NONE = Option.value("--none", "", "");

    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private final Arguments arguments;
    private final Secrets secrets;

    Credentials(Arguments arguments, Secrets secrets) {
        this.arguments = arguments;
        this.secrets = secrets;
    }

    /** The certificate and key of the usual options; empty if none of them stands there. */
    public Optional<KeyMaterial> identity() throws UsageException {
        Optional<KeyStoreSource> source = ownSource();
        return source.isPresent() ? Optional.of(loaded(source.get())) : Optional.empty();
    }

    /** A certificate and key of which a command may have several, under other options. */
    public Optional<KeyMaterial> identity(Option keyStore, Option cert, Option key, Option alias, Option password)
            throws UsageException {
        Optional<KeyStoreSource> source = source(keyStore, cert, key, alias, password, NONE);
        return source.isPresent() ? Optional.of(loaded(source.get())) : Optional.empty();
    }

    /** The source of the certificate and key of the usual options. */
    public KeyStoreSource requiredSource() throws UsageException {
        return ownSource()
                .orElseThrow(() -> new UsageException("Your certificate and key are missing: name "
                        + CommonOptions.KEYSTORE.synopsis() + ", or " + CommonOptions.CERT.synopsis() + " and "
                        + CommonOptions.KEY.synopsis() + ", or " + CommonOptions.PKCS11.synopsis() + "."));
    }

    private Optional<KeyStoreSource> ownSource() throws UsageException {
        Optional<String> token = arguments.value(CommonOptions.PKCS11);
        if (token.isEmpty()) {
            return source(
                    CommonOptions.KEYSTORE,
                    CommonOptions.CERT,
                    CommonOptions.KEY,
                    CommonOptions.ALIAS,
                    CommonOptions.PASSWORD_FILE,
                    CommonOptions.KEY_PASSWORD_FILE);
        }
        for (Option other : List.of(
                CommonOptions.KEYSTORE, CommonOptions.CERT, CommonOptions.KEY, CommonOptions.KEY_PASSWORD_FILE)) {
            if (arguments.has(other)) {
                throw new UsageException("There are both " + CommonOptions.PKCS11 + " and " + other
                        + ". A hardware token holds certificate and key, and its PIN is in the file of "
                        + CommonOptions.PASSWORD_FILE + ". Leave " + other + " out.");
            }
        }
        return Optional.of(inHardware(token.get()));
    }

    private KeyStoreSource inHardware(String configurationOrProvider) throws UsageException {
        Path file = Secrets.path(CommonOptions.PKCS11, configurationOrProvider);
        boolean configured = Files.exists(file);
        if (!configured && Security.getProvider(configurationOrProvider) == null) {
            throw new UsageException("The value of " + CommonOptions.PKCS11 + ", " + configurationOrProvider
                    + ", is neither a file nor a provider in this Java's java.security. It is a configuration of"
                    + " SunPKCS11, or a provider's name such as SunPKCS11-hsm.");
        }
        Pkcs11KeyStore.Builder source = configured
                ? Pkcs11KeyStore.configuredBy(file).registerProvider()
                : Pkcs11KeyStore.ofProvider(configurationOrProvider);
        source.pin(passwordOf(configurationOrProvider, CommonOptions.PASSWORD_FILE));
        arguments.value(CommonOptions.ALIAS).ifPresent(source::alias);
        return source.build();
    }

    private PasswordSource passwordOf(String what, Option option) {
        return secrets.password(option, arguments.value(option).orElse(null), what);
    }

    /** Loads key material; what is wrong with it is a mistake in the command line. */
    public static KeyMaterial loaded(KeyStoreSource source) throws UsageException {
        try {
            return source.load();
        } catch (KeyMaterialException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Optional<KeyStoreSource> source(
            Option keyStore, Option cert, Option key, Option alias, Option password, Option keyPassword)
            throws UsageException {
        Optional<String> store = arguments.value(keyStore);
        Optional<String> certificate = arguments.value(cert);
        Optional<String> privateKey = arguments.value(key);
        if (store.isPresent() && (certificate.isPresent() || privateKey.isPresent())) {
            throw new UsageException("There are both " + keyStore + " and " + (certificate.isPresent() ? cert : key)
                    + ". One of the two names your certificate and key.");
        }
        if (certificate.isPresent() != privateKey.isPresent()) {
            throw new UsageException("The option " + (certificate.isPresent() ? key : cert) + " is missing: " + cert
                    + " and " + key + " belong together.");
        }
        if (store.isPresent()) {
            return Optional.of(inFiles(keyStore, store.get(), null, alias, password, keyPassword));
        }
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        Path certificates = Secrets.path(cert, certificate.get());
        String unused = text(cert, certificates); // a missing file is that of its own option
        return Optional.of(inFiles(key, privateKey.orElseThrow(), certificates, alias, password, keyPassword));
    }

    private KeyStoreSource inFiles(
            Option named, String file, @Nullable Path certificates, Option alias, Option password, Option keyPassword)
            throws UsageException {
        Path keys = Secrets.path(named, file);
        String text = text(named, keys);
        DetectedKeyStore.Builder source = DetectedKeyStore.at(keys);
        boolean pem = certificates != null || text.contains("-----BEGIN ");
        if (certificates != null) {
            source.certificates(certificates);
        }
        boolean another = arguments.has(keyPassword);
        if (another) {
            source.keyPassword(passwordOf(file, keyPassword));
        }
        // An unencrypted key has no password, so nobody is asked for one.
        if (!pem || arguments.has(password) || (text.contains("ENCRYPTED") && !another)) {
            source.password(passwordOf(file, password));
        }
        arguments.value(alias).ifPresent(source::alias);
        return source.build();
    }

    /** The file's text as far as it is ASCII, in UTF-8 and UTF-16 alike. */
    private static String text(Option option, Path file) throws UsageException {
        try {
            return new String(SmallFile.read(file, LARGEST_FILE), StandardCharsets.ISO_8859_1).replace("\0", "");
        } catch (UnreadableFileException e) {
            throw new UsageException("The file of " + option + " cannot be used. " + e.getMessage());
        }
    }

    /** The certificates of {@code --trust}; without it those of this Java. */
    public TrustedCertificates trust() throws UsageException {
        Optional<String> file = arguments.value(CommonOptions.TRUST);
        if (file.isEmpty()) {
            return TrustedCertificates.ofPlatform();
        }
        try {
            return TrustedCertificates.load(Secrets.path(CommonOptions.TRUST, file.get()), null, null);
        } catch (KeyMaterialException e) {
            throw new UsageException("The file of " + CommonOptions.TRUST + " cannot be used. " + e.getMessage());
        }
    }

    /** The token of {@code --token-file}; empty without it. */
    public Optional<String> token() throws UsageException {
        return token(CommonOptions.TOKEN_FILE);
    }

    /** A token of which a command may have several, under another option. */
    public Optional<String> token(Option option) throws UsageException {
        Optional<String> file = arguments.value(option);
        return file.isPresent() ? Optional.of(tokenIn(option, secrets.text(option, file.get()))) : Optional.empty();
    }

    /** Takes the token out of a token answer in JSON, or out of a header field. */
    private static String tokenIn(Option option, String text) throws UsageException {
        String token = text;
        if (text.startsWith("{")) {
            try {
                token = String.valueOf(StrictJson.parseObject(text).get("access_token"));
            } catch (MalformedJsonException e) {
                throw new UsageException("The file of " + option + " begins with { but is no JSON object.");
            }
        } else if (text.toLowerCase(Locale.ROOT).startsWith("bearer ")) {
            token = text.substring("bearer ".length()).trim();
        }
        if (token.isEmpty() || token.equals("null") || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new UsageException("The file of " + option + " holds no access token: one is a single word in"
                    + " ASCII, or the member access_token of a JSON object.");
        }
        return token;
    }
}
