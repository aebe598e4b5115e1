package io.holdfast.keystore;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * Key material in a hardware security module or smart card that speaks PKCS#11. The key stays there.
 *
 * <pre>{@code
 * KeyStoreSource keys = Pkcs11KeyStore.ofProvider("SunPKCS11-hsm")
 *         .pin(PasswordSource.file(Paths.get("/run/secrets/pin")))
 *         .alias("server-a")
 *         .build();
 * }</pre>
 *
 * <p>The Java platform's TLS finds the provider of such a key only if it is registered: in {@code java.security} or by
 * the application, or with {@link Builder#registerProvider()}.
 *
 * <p>A hardware token locks itself after a few wrong PINs, so a refused PIN is not tried again. Safe for use by several
 * threads.
 */
public final class Pkcs11KeyStore implements KeyStoreSource {
    private static final Pattern TOKEN_IS_AWAY = Pattern.compile("CKR_(?:DEVICE|TOKEN|SESSION|SLOT)_");

    private final Pkcs11Provider providers;
    private final @Nullable PasswordSource pin;
    private final @Nullable String alias;
    private final boolean register;
    private char @Nullable [] refusedPin; // guarded by this

    private Pkcs11KeyStore(Builder builder) {
        this.providers = builder.providers;
        this.pin = builder.pin;
        this.alias = builder.alias;
        this.register = builder.register;
    }

    /** Uses a provider that the application has configured. Opens nothing yet. */
    public static Builder ofProvider(Provider provider) {
        return new Builder(Pkcs11Provider.of(provider));
    }

    /** Uses a registered provider, for example {@code SunPKCS11-hsm}. Opens nothing yet. */
    public static Builder ofProvider(String name) {
        return new Builder(Pkcs11Provider.registered(name));
    }

    /** Uses the JDK's provider with a configuration file, which is read at the first load. */
    public static Builder configuredBy(Path sunPkcs11Configuration) {
        return new Builder(Pkcs11Provider.configuredBy(sunPkcs11Configuration));
    }

    /**
     * Opens the token and takes its key entry.
     *
     * @throws KeyMaterialException if there is no provider or token, the PIN is wrong or was refused before, there is no
     *     key entry, there are several and no alias is set, or the provider is not registered
     */
    @Override
    public synchronized KeyMaterial load() throws KeyMaterialException {
        Provider provider = providers.provider();
        if (register) {
            Security.addProvider(provider); // as the last provider, unless one of this name is registered
        }
        requireRegistered(provider);
        try (AskedPassword asked = AskedPassword.of(pin)) {
            return KeyEntry.in(open(provider, asked.characters()), provider.getName(), alias)
                    .open(null);
        } catch (ProviderException e) {
            throw new KeyMaterialException(
                    "The token of " + provider.getName() + " failed. Check it and its library.", e);
        }
    }

    private static void requireRegistered(Provider provider) throws KeyMaterialException {
        if (Security.getProvider(provider.getName()) == null) {
            throw new KeyMaterialException(
                    "The provider " + provider.getName() + " is not registered, and the Java"
                            + " platform's TLS could not use its key. Register it in java.security, or call registerProvider().");
        }
    }

    private KeyStore open(Provider provider, char @Nullable [] characters) throws KeyMaterialException {
        if (characters != null && Arrays.equals(characters, refusedPin)) {
            throw new KeyMaterialException(
                    "The token of " + provider.getName() + " has refused this PIN before. It is not"
                            + " tried again, because tokens lock themselves. Give the right PIN.");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, characters);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            boolean login = isAboutLogin(e);
            if (login && characters != null && !isAboutToken(e)) {
                refusedPin = characters.clone();
            }
            throw new KeyMaterialException(
                    "The token of " + provider.getName() + " cannot be opened. "
                            + (login && !isAboutToken(e)
                                    ? "The PIN is wrong or missing; a door has it in keyStorePassword or keyStorePasswordFile."
                                    : "Check that it is there, and its configuration."),
                    e);
        }
    }

    private static boolean isAboutLogin(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException
                    || String.valueOf(cause.getMessage()).startsWith("CKR_PIN_")) {
                return true;
            }
        }
        return false;
    }

    /** True if a login failed because of the token, not the PIN: an absent token has not checked the PIN. */
    private static boolean isAboutToken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (TOKEN_IS_AWAY.matcher(String.valueOf(cause.getMessage())).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    /** None: a hardware token reports no change, so it is loaded anew at every check. */
    @Override
    public Collection<Path> files() {
        return Collections.emptyList();
    }

    /** The provider and the alias; no PIN. */
    @Override
    public String toString() {
        return "Pkcs11KeyStore[" + providers + ", alias " + (alias != null ? alias : "the only one") + "]";
    }

    /** Collects the settings of a {@link Pkcs11KeyStore}. Not for use by several threads. */
    public static final class Builder {
        private final Pkcs11Provider providers;
        private @Nullable PasswordSource pin;
        private @Nullable String alias;
        private boolean register;

        private Builder(Pkcs11Provider providers) {
            this.providers = providers;
        }

        /** The source of the token's PIN. Default: none, for a token with a keypad or without a PIN. */
        public Builder pin(PasswordSource source) {
            this.pin = Objects.requireNonNull(source, "pin");
            return this;
        }

        /** The alias of the key entry. Default: the only entry. */
        public Builder alias(String entryAlias) {
            this.alias = Objects.requireNonNull(entryAlias, "alias");
            return this;
        }

        /**
         * Registers the provider in this JVM, as the last one, unless one of its name is registered. Default:
         * registration is left to java.security or the application.
         */
        public Builder registerProvider() {
            this.register = true;
            return this;
        }

        /** Makes the source. Opens nothing yet. */
        public Pkcs11KeyStore build() {
            return new Pkcs11KeyStore(this);
        }
    }
}
