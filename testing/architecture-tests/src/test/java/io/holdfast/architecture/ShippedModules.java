package io.holdfast.architecture;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.LocationProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules that users take, the doctor, the demo and its token service: where their sources and classes are. */
final class ShippedModules implements LocationProvider {
    private static final Path ROOT = Path.of(System.getProperty("holdfast.root"));
    private static final List<String> NAMES = List.of(
            "core",
            "key-ring",
            "servlet-filter",
            "tomcat-valve",
            "httpclient-interceptor",
            "httpclient4-interceptor",
            "java-http-client",
            "okhttp-interceptor",
            "doctor",
            "demo-war",
            "testing/token-service");

    @Override
    public Set<Location> get(Class<?> testClass) {
        Set<Location> classes = new LinkedHashSet<>();
        for (String name : NAMES) {
            classes.add(Location.of(ROOT.resolve(name).resolve("target/classes")));
        }
        return classes;
    }

    /** The source of a top-level type, by its name with slashes; null if it is none of theirs. */
    static @Nullable Path source(String typeName) {
        for (String name : NAMES) {
            Path source = ROOT.resolve(name).resolve("src/main/java").resolve(typeName + ".java");
            if (Files.exists(source)) {
                return source;
            }
        }
        return null;
    }
}
