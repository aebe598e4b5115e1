package io.holdfast.keystore;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import org.jspecify.annotations.Nullable;

/** The selected PKCS#11 provider, made once. */
final class Pkcs11Provider {
    private static final String SUN = "SunPKCS11";

    private final String description;
    private final Finder finder;
    private @Nullable Provider found; // guarded by this

    private Pkcs11Provider(String description, Finder finder) {
        this.description = description;
        this.finder = finder;
    }

    static Pkcs11Provider of(Provider provider) {
        return new Pkcs11Provider(provider.getName(), () -> provider);
    }

    static Pkcs11Provider registered(String name) {
        return new Pkcs11Provider(name, () -> {
            Provider provider = Security.getProvider(name);
            if (provider == null) {
                throw new KeyMaterialException("There is no registered provider " + name
                        + ". Register it in java.security, or give the provider or its configuration file; a door may name"
                        + " that file in keyStore, in place of keyStoreProvider.");
            }
            return provider;
        });
    }

    static Pkcs11Provider configuredBy(Path file) {
        return new Pkcs11Provider(file.toString(), () -> {
            Provider configured = configured(file);
            // Keys of one provider are of no use to TLS with another of the same name, which is the one that TLS finds.
            Provider registered = Security.getProvider(configured.getName());
            return registered != null ? registered : configured;
        });
    }

    synchronized Provider provider() throws KeyMaterialException {
        Provider provider = found;
        if (provider == null) {
            provider = finder.find();
            found = provider;
        }
        return provider;
    }

    private static Provider configured(Path file) throws KeyMaterialException {
        if (!Files.isReadable(file)) {
            throw new KeyMaterialException("There is no readable file " + file.toAbsolutePath() + ". Check the path.");
        }
        try {
            Provider unconfigured = Security.getProvider(SUN);
            if (unconfigured == null || System.getProperty("java.version").startsWith("1.")) {
                // Java 8 has only the constructor.
                return Class.forName("sun.security.pkcs11.SunPKCS11")
                        .asSubclass(Provider.class)
                        .getConstructor(String.class)
                        .newInstance(file.toString());
            }
            return (Provider)
                    Provider.class.getMethod("configure", String.class).invoke(unconfigured, file.toString());
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            throw new KeyMaterialException(
                    "The configuration " + file + " is not one that " + SUN + " can use. Check its name and library.",
                    cause);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new KeyMaterialException(
                    "This Java platform has no provider " + SUN
                            + ". Use one that has the module jdk.crypto.cryptoki, or" + " give a provider.",
                    e);
        }
    }

    @Override
    public String toString() {
        return description;
    }

    /** Finds or makes the provider, for the first load. */
    @FunctionalInterface
    private interface Finder {
        Provider find() throws KeyMaterialException;
    }
}
