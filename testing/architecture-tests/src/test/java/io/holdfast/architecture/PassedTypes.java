package io.holdfast.architecture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jacoco.agent.rt.RT;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataReader;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;

/** The top-level types of what users take of which something has run since a moment, and the lines of their files. */
final class PassedTypes {
    private final SortedMap<String, Long> linesByType;

    private PassedTypes(SortedMap<String, Long> linesByType) {
        this.linesByType = linesByType;
    }

    /** Forgets what has run until now. */
    static void forget() {
        RT.getAgent().reset();
    }

    static PassedTypes sinceForgotten() {
        ExecutionDataStore store = new ExecutionDataStore();
        ExecutionDataReader reader =
                new ExecutionDataReader(new ByteArrayInputStream(RT.getAgent().getExecutionData(true)));
        reader.setExecutionDataVisitor(store);
        reader.setSessionInfoVisitor(new SessionInfoStore());
        try {
            reader.read();
            SortedMap<String, Long> lines = new TreeMap<>();
            for (ExecutionData type : store.getContents()) {
                String name = type.getName().replaceAll("\\$.*", "");
                Path source = ShippedModules.source(name);
                if (type.hasHits() && source != null) {
                    lines.put(name.replace('/', '.'), lines(source));
                }
            }
            return new PassedTypes(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this and another request have passed: not what threads in the background did meanwhile. */
    PassedTypes common(PassedTypes other) {
        SortedMap<String, Long> both = new TreeMap<>(linesByType);
        both.keySet().retainAll(other.linesByType.keySet());
        return new PassedTypes(both);
    }

    private static long lines(Path source) throws IOException {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.count();
        }
    }

    int count() {
        return linesByType.size();
    }

    long lines() {
        return linesByType.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        linesByType.forEach((name, lines) -> text.append(String.format("%6d  %s%n", lines, name)));
        return text.append(String.format("%6d  lines of %d types", lines(), count()))
                .toString();
    }
}
