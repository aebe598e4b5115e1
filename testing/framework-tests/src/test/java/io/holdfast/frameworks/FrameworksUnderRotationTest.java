package io.holdfast.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.junit.TokenServiceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program of {@code docs/in-your-framework.md} under load, while its certificate changes. */
@Timeout(900)
class FrameworksUnderRotationTest {
    private static final int CALLS_OF_A_THREAD = Integer.getInteger("frameworks.calls");

    @RegisterExtension
    static final TokenServiceExtension TOKEN_SERVICE = TokenServiceExtension.builder()
            .resource(OrdersApi.AUDIENCE, "orders:read")
            .client("server-a", "orders:read")
            .build();

    private static final ResultTable RESULTS = new ResultTable();

    private static ClassPaths classPaths;
    private static OrdersApi api;

    @TempDir
    static Path tomcat;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException, LifecycleException {
        classPaths = ClassPaths.fetch(
                Library.chosen(),
                Files.createDirectories(Path.of("target/projects").toAbsolutePath()));
        api = OrdersApi.start(TOKEN_SERVICE, tomcat);
    }

    @AfterAll
    static void stop() throws IOException {
        api.close();
        System.out.println(RESULTS);
    }

    static List<Library> chosen() {
        return Library.chosen();
    }

    @ParameterizedTest(name = "C-1 C-5 C-6 no call of {0} fails while the certificate changes")
    @MethodSource("chosen")
    void losesNoCall(Library library) throws Exception {
        PageProgram program = PageProgram.compile(library.id(), classPaths.of(library), api.origin(), directory);
        Load load = new Load(
                CALLS_OF_A_THREAD, () -> TOKEN_SERVICE.renew("server-a").thumbprint());
        TOKEN_SERVICE.clearRequests();

        program.run(TOKEN_SERVICE, load);

        System.out.println(RESULTS.add(library, program, load));
        if (CALLS_OF_A_THREAD >= ResultTable.CALLS_SHOWN) {
            RESULTS.writeToPage();
        }
        assertThat(load.failed()).as(load.toString()).isEmpty();
        assertThat(load.failures()).isZero();
        assertThat(load.rotations()).isEqualTo(Load.ROTATIONS);
        assertThat(load.calls()).isGreaterThanOrEqualTo(Load.THREADS * CALLS_OF_A_THREAD);
        assertThat(TOKEN_SERVICE.requests().stream()
                        .filter(request -> request.path().equals("/token")))
                .hasSize(Load.ROTATIONS + 1);
    }
}
