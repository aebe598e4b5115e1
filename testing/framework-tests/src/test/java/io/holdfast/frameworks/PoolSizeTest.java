package io.holdfast.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lines of {@code docs/in-your-framework.md} that set the size of a framework's pool. */
@Timeout(300)
class PoolSizeTest {
    /** As many as the page's pools have connections. */
    private static final int CALLS = 20;

    @RegisterExtension
    static final TokenServiceExtension TOKEN_SERVICE = TokenServiceExtension.builder()
            .resource(OrdersApi.AUDIENCE, "orders:read")
            .client("server-a", "orders:read")
            .build();

    @TempDir
    Path directory;

    @TempDir
    Path tomcat;

    @ParameterizedTest(name = "C-37 {0} makes twenty calls at once")
    @EnumSource(names = {"BOOT_3", "CAMEL"})
    void makesTwentyCallsAtOnce(Library library) throws Exception {
        ClassPaths classPaths = ClassPaths.fetch(
                List.of(library),
                Files.createDirectories(Path.of("target/projects").toAbsolutePath()));
        ExecutorService threads = Executors.newFixedThreadPool(CALLS);
        try (OrdersApi api = OrdersApi.start(TOKEN_SERVICE, tomcat)) {
            api.answerTogether(CALLS);
            PageProgram program =
                    PageProgram.compile(library.id() + "-pool", classPaths.of(library), api.origin(), directory);

            program.run(
                    TOKEN_SERVICE, call -> assertThat(callAtOnce(threads, call)).hasSize(CALLS));
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> callAtOnce(ExecutorService threads, Callable<String> call) {
        try {
            List<Future<String>> answers = threads.invokeAll(Collections.nCopies(CALLS, call));
            List<String> texts = new ArrayList<>();
            for (Future<String> answer : answers) {
                texts.add(answer.get());
            }
            return texts;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
