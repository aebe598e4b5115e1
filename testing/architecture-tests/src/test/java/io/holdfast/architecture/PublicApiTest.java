package io.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The public API is marked, whole, and what releases are compared by. */
final class PublicApiTest {
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(io\\.holdfast\\.[a-z0-9.]+)\\.([A-Z]\\w*)");
    private static final Pattern COMPARED = Pattern.compile("<include>(io\\.holdfast\\.[\\w.]+)</include>");

    private final PublicApi api;
    private final JavaClasses classes;

    PublicApiTest() throws IOException {
        api = PublicApi.read();
        classes = new ClassFileImporter()
                .importPaths(api.modules().stream()
                        .map(module -> module.resolve("target/classes"))
                        .toList());
    }

    @Test
    @DisplayName("every package of what users take says which of its types are public API")
    void everyPackageIsMarked() {
        assertThat(api.modules()).hasSizeGreaterThan(10);
        assertThat(api.unmarked()).isEmpty();
        assertThat(api.packages()).contains("io.holdfast.keyring", "io.holdfast.servlet.javax");
        assertThat(api.types())
                .contains("io.holdfast.keystore.KeyStoreFile")
                .allSatisfy(type -> assertThat(classes.get(type).getModifiers()).contains(JavaModifier.PUBLIC));
    }

    @Test
    @DisplayName("whoever calls the public API meets no internal type")
    void publicTypesNamePublicTypes() {
        List<String> internal = new ArrayList<>();
        for (JavaClass type : classes) {
            if (isPublic(type)) {
                named(type)
                        .filter(named -> named.getName().startsWith("io.holdfast."))
                        .filter(named -> !isPublic(named.getBaseComponentType()))
                        .forEach(named -> internal.add(type.getName() + " names " + named.getName()));
            }
        }

        assertThat(internal).isEmpty();
    }

    @Test
    @DisplayName("README and docs import public API only")
    void documentationUsesPublicTypes() throws IOException {
        Set<String> imported = new TreeSet<>();
        List<Path> pages = new ArrayList<>(List.of(PublicApi.ROOT.resolve("README.md")));
        try (Stream<Path> files = Files.list(PublicApi.ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            IMPORT.matcher(Files.readString(page))
                    .results()
                    .filter(found -> !api.contains(found.group(1), found.group(1) + "." + found.group(2)))
                    .forEach(found -> imported.add(page.getFileName() + ": " + found.group()));
        }

        assertThat(imported).isEmpty();
    }

    @Test
    @DisplayName("a release is compared with the last one in what is public API, and in nothing else")
    void releasesAreComparedByPublicTypes() throws IOException {
        Set<String> marked = new TreeSet<>(api.packages());
        marked.addAll(api.types());

        Set<String> compared = new TreeSet<>();
        COMPARED.matcher(Files.readString(PublicApi.ROOT.resolve("pom.xml")))
                .results()
                .forEach(found -> compared.add(found.group(1)));
        assertThat(compared).isEqualTo(marked);
    }

    private boolean isPublic(JavaClass type) {
        JavaClass topLevel = type;
        while (topLevel.getEnclosingClass().isPresent()) {
            if (!topLevel.getModifiers().contains(JavaModifier.PUBLIC)) {
                return false;
            }
            topLevel = topLevel.getEnclosingClass().get();
        }
        return topLevel.getModifiers().contains(JavaModifier.PUBLIC)
                && api.contains(topLevel.getPackageName(), topLevel.getName());
    }

    /** The types in the signatures that another package can use. */
    private static Stream<JavaClass> named(JavaClass type) {
        Stream<JavaType> units = type.getCodeUnits().stream()
                .filter(unit -> isSeen(unit.getModifiers()))
                .flatMap(PublicApiTest::named);
        Stream<JavaType> fields = type.getFields().stream()
                .filter(field -> isSeen(field.getModifiers()))
                .map(field -> field.getType());
        return Stream.concat(units, fields).flatMap(named -> named.getAllInvolvedRawTypes().stream());
    }

    private static Stream<JavaType> named(JavaCodeUnit unit) {
        Stream<JavaType> thrown = unit.getExceptionTypes().stream().map(exception -> exception);
        return Stream.concat(Stream.of(unit.getReturnType()), Stream.concat(unit.getParameterTypes().stream(), thrown));
    }

    private static boolean isSeen(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }
}
