package io.holdfast.frameworks;

import io.holdfast.junit.TokenServiceExtension;
import io.holdfast.testkit.DocumentedSnippet;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * The snippets of the page for one framework, in a program that makes calls with what they set up. Where the program has a
 * comment {@code // snippet: name}, it gets what the page shows under that name, as a reader would copy it.
 */
final class PageProgram {
    private static final String PAGE = "docs/in-your-framework.md";
    private static final Pattern PLACE = Pattern.compile("(?m)^( *)// snippet: (.+)$");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .+;\\n+");
    private static final String SHOWN_ORIGIN = "\"https://api.example.com\"";

    private final Path directory;
    private final List<Path> classPath;
    private final String origin;
    private final String source;
    private final int lines;

    private PageProgram(Path directory, List<Path> classPath, String origin, String source, int lines) {
        this.directory = directory;
        this.classPath = classPath;
        this.origin = origin;
        this.source = source;
        this.lines = lines;
    }

    /**
     * Compiles it.
     *
     * @param name its file
     * @param origin that of the API in place of the page's
     */
    static PageProgram compile(String name, List<Path> classPath, String origin, Path directory) throws IOException {
        Matcher places = PLACE.matcher(resource(name + ".java"));
        TreeSet<String> imports = new TreeSet<>();
        StringBuilder program = new StringBuilder();
        int lines = 0;
        while (places.find()) {
            String snippet = DocumentedSnippet.read(PAGE, places.group(2));
            IMPORT.matcher(snippet).results().map(found -> found.group().trim()).forEach(imports::add);
            String statements = IMPORT.matcher(snippet).replaceAll("");
            lines += (int) statements.lines().filter(line -> !line.isBlank()).count();
            places.appendReplacement(
                    program,
                    Matcher.quoteReplacement(statements
                            .replace(SHOWN_ORIGIN, '"' + origin + '"')
                            .indent(places.group(1).length())));
        }
        places.appendTail(program);
        String source = String.join("\n", imports) + "\n" + program;
        PageProgram result = new PageProgram(directory, classPath, origin, source, lines);
        result.compile();
        return result;
    }

    /** What the reader copies, without imports and blank lines. */
    int lines() {
        return lines;
    }

    /** The version of a jar that it runs with; empty if there is none. */
    String version(String artifact) {
        Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-([0-9].*)\\.jar");
        return classPath.stream()
                .map(path -> jar.matcher(path.getFileName().toString()))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
    }

    /** Runs it as client server-a; it hands its call to the load, and ends when that has. */
    void run(TokenServiceExtension tokenService, Consumer<Callable<String>> load) throws Exception {
        Map<String, String> settings = Map.of(
                "keyStore", tokenService.keyStore("server-a").toString(),
                "password", tokenService.password(),
                "authorities", tokenService.authorities().toString(),
                "issuer", tokenService.issuer(),
                "api", origin);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            loader.loadClass("Start")
                    .getMethod("run", Map.class, Consumer.class)
                    .invoke(null, settings, load);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private URL[] urls() throws MalformedURLException {
        List<URL> urls = new ArrayList<>(List.of(directory.toUri().toURL()));
        for (Path path : classPath) {
            urls.add(path.toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    private void compile() throws IOException {
        Path program = Files.writeString(directory.resolve("Program.java"), source);
        Path start = Files.writeString(directory.resolve("Start.java"), resource("start.java"));
        String jars = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        jars,
                        "-d",
                        directory.toString(),
                        program.toString(),
                        start.toString());
        if (status != 0) {
            throw new AssertionError(errors.toString(StandardCharsets.UTF_8) + source);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = PageProgram.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new AssertionError("There is no program " + name + ".");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
