package io.holdfast.token;

import java.security.Provider;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** JCA providers that work without being registered, by their names. They are optional, so they are loaded by name. */
final class KnownProvider {
    private static final Map<String, KnownProvider> ALL = all();

    private final String className;
    private final String jar;

    private KnownProvider(String className, String jar) {
        this.className = className;
        this.jar = jar;
    }

    private static Map<String, KnownProvider> all() {
        Map<String, KnownProvider> all = new LinkedHashMap<>();
        all.put(
                "AmazonCorrettoCryptoProvider",
                new KnownProvider(
                        "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider",
                        "AmazonCorrettoCryptoProvider of this platform, with its native library in it,"));
        all.put("BC", new KnownProvider("org.bouncycastle.jce.provider.BouncyCastleProvider", "bcprov-jdk18on"));
        all.put(
                "BCFIPS",
                new KnownProvider(
                        "org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider",
                        "bc-fips, without any bcprov beside it,"));
        return Collections.unmodifiableMap(all);
    }

    /**
     * A new instance.
     *
     * @throws IllegalArgumentException if it cannot be had
     */
    static Provider load(String name) {
        KnownProvider known = ALL.get(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "No provider of that name is registered in this JVM. Register it, or name" + " one of "
                            + ALL.keySet() + ", which need only be on the class path.");
        }
        return known.load();
    }

    private Provider load() {
        try {
            return Class.forName(className, true, KnownProvider.class.getClassLoader())
                    .asSubclass(Provider.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw new IllegalArgumentException(
                    className + " cannot be loaded (" + e.getClass().getSimpleName() + "). Put " + jar
                            + " on the class path, or leave the setting out.",
                    e);
        }
    }
}
