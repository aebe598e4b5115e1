package io.holdfast.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UncaughtExceptionsTest {
    @Test
    @DisplayName("an exception that nobody caught in a thread fails the test class")
    void failsTheClass() throws Exception {
        Thread thread = new Thread(
                () -> {
                    throw new IllegalStateException("lost");
                },
                "loser");
        thread.start();
        thread.join();

        UncaughtExceptions extension = new UncaughtExceptions();
        assertThatThrownBy(() -> extension.afterAll(null))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("loser")
                .cause()
                .hasMessage("lost");
        extension.afterAll(null); // told once
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNotNull();
    }
}
