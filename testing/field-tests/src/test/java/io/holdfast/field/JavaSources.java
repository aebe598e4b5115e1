package io.holdfast.field;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The compiler of this JDK, for sources that are no part of this build. */
final class JavaSources {
    private JavaSources() {}

    /** Compiles sources into a directory; returns it. */
    static Path compile(List<Path> sources, Path classes, String... options) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-d", classes.toString()));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(messages, files, null, all, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new AssertionError(sources + " do not compile: " + messages);
            }
        }
        return classes;
    }

    /** A class path of all jars of a directory. */
    static String jarsIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
