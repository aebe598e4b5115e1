package io.holdfast.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The committed inputs of a fuzz target. */
public record Corpus(List<Input> accepted, List<Input> refused, List<Input> unsorted) {
    /** One of them. */
    public static final class Input {
        private final String name;
        private final byte[] bytes;

        private Input(String name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Those of a class with one fuzz target. */
    public static Corpus of(Class<?> target) {
        String method = Arrays.stream(target.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(FuzzTest.class))
                .findFirst()
                .orElseThrow()
                .getName();
        // Not the copies of target, where files stay that were moved here.
        Path inputs = Path.of(
                System.getProperty("holdfast.root"),
                "testing/fuzz-tests/src/test/resources",
                target.getPackageName().replace('.', '/'),
                target.getSimpleName() + "Inputs",
                method);
        return new Corpus(files(inputs.resolve("accepted")), files(inputs.resolve("refused")), files(inputs));
    }

    private static List<Input> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .map(Corpus::input)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Input input(Path file) {
        try {
            return new Input(file.getFileName().toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
