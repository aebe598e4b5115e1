package io.holdfast.keyring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** A Java program in the documentation, compiled and run as a reader would. */
final class JavaProgram {
    private final Path directory;
    private final String className;
    private final String source;

    /** @param className the public class with {@code main} */
    JavaProgram(Path directory, String className, String source) {
        this.directory = directory;
        this.className = className;
        this.source = source;
    }

    /** What it prints. */
    String run(int release) throws Exception {
        compile(release);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass(className).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void compile(int release) throws IOException {
        Path file = Files.writeString(directory.resolve(className + ".java"), source);
        List<String> options = new ArrayList<>(List.of("--release", Integer.toString(release), "-Xlint:-options"));
        options.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", directory.toString()));
        options.add(file.toString());
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        if (ToolProvider.getSystemJavaCompiler().run(null, null, errors, options.toArray(new String[0])) != 0) {
            throw new AssertionError(errors.toString(StandardCharsets.UTF_8) + source);
        }
    }
}
