package io.holdfast.junit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Source text for Java 8, compiled with what the tests have on their class path. */
final class CompiledSource {
    private CompiledSource() {}

    /** Compiles one class; what loads it is to be closed. */
    static URLClassLoader of(String className, String source, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve(className + ".java"), source);
        List<String> options = List.of(
                "--release",
                "8",
                "-Xlint:-options",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                file.toString());
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        if (ToolProvider.getSystemJavaCompiler().run(null, null, errors, options.toArray(new String[0])) != 0) {
            throw new AssertionError(errors.toString(StandardCharsets.UTF_8) + source);
        }
        return new URLClassLoader(new URL[] {directory.toUri().toURL()}, CompiledSource.class.getClassLoader());
    }
}
