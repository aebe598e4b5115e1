package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class OpenPartsTest {
    private final List<String> closed = new ArrayList<>();
    private final OpenParts parts = new OpenParts();

    @Test
    @DisplayName("S-81 closes the part that was opened last first, and each although others fail")
    void closesEachPart() {
        parts.add(() -> closed.add("first"));
        parts.add(() -> {
            throw new IOException("broken");
        });
        parts.add(() -> {
            throw new IllegalStateException("broken");
        });
        parts.add(() -> {
            throw new NoClassDefFoundError("gone/with/the/Application");
        });
        parts.add(() -> closed.add("last"));

        parts.close();

        assertThat(closed).containsExactly("last", "first");
    }
}
