package io.holdfast.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packages of what users take, and which of their types the {@code package-info.java} of each calls public API. */
final class PublicApi {
    static final Path ROOT = Path.of(System.getProperty("holdfast.root"));

    private static final Pattern MARK = Pattern.compile(
            "<p>(?:Public API: (every public type|[^.]+)\\.(?: The rest is internal\\.)?|Internal: [^.]+\\.)$");
    private static final Pattern TYPE = Pattern.compile("\\{@link (\\w+)}");

    private final Set<Path> modules = new TreeSet<>();
    private final Set<String> packages = new TreeSet<>();
    private final Set<String> types = new TreeSet<>();
    private final Set<String> unmarked = new TreeSet<>();

    private PublicApi() {}

    static PublicApi read() throws IOException {
        PublicApi api = new PublicApi();
        for (String folder : new String[] {"", "testing"}) {
            try (Stream<Path> children = Files.list(ROOT.resolve(folder))) {
                for (Path module : children.toList()) {
                    if (isPublished(module)) {
                        api.read(module);
                    }
                }
            }
        }
        return api;
    }

    private static boolean isPublished(Path module) throws IOException {
        return Files.isDirectory(module.resolve("src/main/java"))
                && !Files.readString(module.resolve("pom.xml")).contains("<maven.deploy.skip>true</maven.deploy.skip>");
    }

    private void read(Path module) throws IOException {
        modules.add(module);
        Path sources = module.resolve("src/main/java");
        try (Stream<Path> folders = Files.walk(sources).filter(Files::isDirectory)) {
            for (Path folder : folders.toList()) {
                if (hasSources(folder)) {
                    read(sources.relativize(folder).toString().replace('/', '.'), folder.resolve("package-info.java"));
                }
            }
        }
    }

    private static boolean hasSources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        }
    }

    private void read(String name, Path packageInfo) throws IOException {
        String text = Files.exists(packageInfo) ? Files.readString(packageInfo) : "";
        int end = Math.max(0, text.indexOf("*/"));
        String comment =
                text.substring(0, end).replaceAll("\\s*\\n \\*\\s*", " ").trim();
        Matcher mark = MARK.matcher(comment);
        if (!mark.find()) {
            unmarked.add(name);
        } else if ("every public type".equals(mark.group(1))) {
            packages.add(name);
        } else if (mark.group(1) != null) {
            TYPE.matcher(mark.group(1))
                    .results()
                    .map((MatchResult type) -> name + "." + type.group(1))
                    .forEach(types::add);
        }
    }

    Set<Path> modules() {
        return modules;
    }

    /** Packages in which every public type is public API. */
    Set<String> packages() {
        return packages;
    }

    /** Public types of packages that have internal ones, too. */
    Set<String> types() {
        return types;
    }

    /** Packages that say nothing about it. */
    Set<String> unmarked() {
        return unmarked;
    }

    /** @param topLevel the name of a public type that is no member of another */
    boolean contains(String packageName, String topLevel) {
        return packages.contains(packageName) || types.contains(topLevel);
    }
}
