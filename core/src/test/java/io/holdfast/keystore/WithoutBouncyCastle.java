package io.holdfast.keystore;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Loads Holdfast anew and hides Bouncy Castle from it. */
final class WithoutBouncyCastle extends URLClassLoader {
    WithoutBouncyCastle() throws Exception {
        super(classPath(), WithoutBouncyCastle.class.getClassLoader());
    }

    private static URL[] classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (URL url :
                Collections.list(WithoutBouncyCastle.class.getClassLoader().getResources("io/holdfast/keystore/"))) {
            String folder = url.toString();
            urls.add(new java.net.URI(folder.substring(0, folder.length() - "io/holdfast/keystore/".length())).toURL());
        }
        return urls.toArray(new URL[0]);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("org.bouncycastle.")) {
            throw new ClassNotFoundException(name);
        }
        if (name.startsWith("io.holdfast.")) {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
        return super.loadClass(name, resolve);
    }
}
