package io.holdfast.testserver;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The class loader above an application in a running Tomcat: it shows the JDK, Tomcat and the servlet API, but nothing
 * else of the tests' class path. Libraries that Holdfast needs must then be in the application.
 */
final class ContainerClassLoader extends ClassLoader {
    private static final Pattern CONTAINER = Pattern.compile(
            "(org[./]apache[./](catalina|coyote|tomcat|juli|naming|el|jasper)|javax[./]|jakarta[./])[./]?.*");

    private final ClassLoader all = ContainerClassLoader.class.getClassLoader();

    ContainerClassLoader() {
        super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!CONTAINER.matcher(name).matches()) {
            throw new ClassNotFoundException(name);
        }
        return all.loadClass(name);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return CONTAINER.matcher(name).matches() ? all.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return CONTAINER.matcher(name).matches() ? all.getResources(name) : Collections.emptyEnumeration();
    }
}
