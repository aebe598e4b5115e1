package io.holdfast.benchmarks;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;

/**
 * Bouncy Castle's FIPS provider, which bears no other Bouncy Castle on its class path. So it is loaded apart and registered
 * in this JVM, as an operator would who needs it.
 */
final class Fips {
    static final String NAME = "BCFIPS";

    private Fips() {}

    /** Whether its jar is there. */
    static boolean isThere() {
        return Files.exists(jar());
    }

    /** The name of a provider, which is registered now if it is this one. */
    static String registered(String name) throws Exception {
        if (name.equals(NAME) && Security.getProvider(NAME) == null) {
            @SuppressWarnings("resource") // it lives as long as the provider
            URLClassLoader loader =
                    new URLClassLoader(new URL[] {jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
            Security.addProvider(loader.loadClass("org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider")
                    .asSubclass(Provider.class)
                    .getConstructor()
                    .newInstance());
        }
        return name;
    }

    private static Path jar() {
        return Path.of(System.getProperty("benchmarks.fips", "target/fips/bc-fips.jar"));
    }
}
