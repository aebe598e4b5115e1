package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A token service that starts once in a JVM. */
@Timeout(60)
final class SharedServiceTest {
    private static final List<String> ISSUERS = new CopyOnWriteArrayList<>();

    /** As Spring's, it is made for the first class that needs it and kept for the others. */
    private static final AtomicReference<String> CACHED_ISSUER = new AtomicReference<>("");

    @Test
    @DisplayName("what the first class has cached of a shared service holds for the second")
    void isTheSameForEveryClassThatInheritsIt() {
        // Also if each class is a run of its own, as with several JVMs at a time.
        run(First.class).testEvents().assertStatistics(statistics -> statistics.succeeded(1));
        run(Second.class).testEvents().assertStatistics(statistics -> statistics.succeeded(1));

        assertThat(ISSUERS).hasSize(2).containsOnly(CACHED_ISSUER.get());
    }

    @Test
    void startsWhenItIsFirstAskedThoughNoTestOfItRuns() {
        TokenServiceExtension unregistered = extension();

        assertThat(unregistered.accessToken("server-a")).isNotEmpty();
        assertThat(unregistered.issuer()).isEqualTo(unregistered.issuer());
    }

    @Test
    void isNotForAnInstanceField() {
        run(InInstanceField.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(ExtensionConfigurationException.class),
                                message(text -> text.contains("shared()") && text.contains("static field")))));
    }

    @Test
    @DisplayName("a JVM with a shared service ends with its last own thread, and nothing of the service is left")
    void keepsNoJvmAlive() throws Exception {
        Process process = ServiceFilesTest.startJvm(Asking.class);
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            Path authorities =
                    Path.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());

            assertThat(authorities).hasFileName("authorities.crt");
            assertThat(authorities.getParent()).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    private static EngineExecutionResults run(Class<?> type) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(LifecycleTest.OnlyInTheTestKit.PARAMETER, "true")
                .selectors(selectClass(type))
                .execute();
    }

    private static TokenServiceExtension extension() {
        return TokenServiceExtension.builder()
                .resource("https://orders.example", "orders:read")
                .client("server-a", "orders:read")
                .shared()
                .build();
    }

    /** One instance, so that what {@code @DynamicPropertySource} does would come before {@code @BeforeAll}. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Base {
        @RegisterExtension
        static final TokenServiceExtension tokenService = extension();

        Base() {
            if (CACHED_ISSUER.get().isEmpty()) {
                CACHED_ISSUER.set(tokenService.issuer());
            }
        }

        @Test
        void works() {
            ISSUERS.add(tokenService.issuer());
            assertThat(tokenService.accessToken("server-a")).isNotEmpty();
        }
    }

    @ExtendWith(LifecycleTest.OnlyInTheTestKit.class)
    static final class First extends Base {}

    @ExtendWith(LifecycleTest.OnlyInTheTestKit.class)
    static final class Second extends Base {}

    @ExtendWith(LifecycleTest.OnlyInTheTestKit.class)
    static final class InInstanceField {
        @RegisterExtension
        final TokenServiceExtension tokenService = extension();

        @Test
        void isNotReached() {}
    }

    static final class Asking {
        private Asking() {}

        public static void main(String[] args) {
            TokenServiceExtension tokenService = extension();
            tokenService.stop();
            tokenService.start();
            tokenService.accessToken("server-a");
            System.out.println(tokenService.authorities());
        }
    }
}
