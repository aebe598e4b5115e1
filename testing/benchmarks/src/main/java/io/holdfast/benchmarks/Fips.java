package io.holdfast.benchmarks;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;

/**
 * Bouncy Castle's FIPS provider, which tolerates no other Bouncy Castle on its class path. So it is loaded separately
 * and registered in this JVM, as an operator would do.
 */
final class Fips {
    static final String NAME = "BCFIPS";

    private Fips() {}

    /** True if its jar is present. */
    static boolean isThere() {
        return Files.exists(jar());
    }

    /** Returns the name of a provider, and registers the provider if it is this one. */
    static String registered(String name) throws Exception {
        if (name.equals(NAME) && Security.getProvider(NAME) == null) {
            @SuppressWarnings("resource") // lives as long as the provider
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
