package io.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** When the service runs, and that nothing of it is left. */
@Timeout(60)
final class LifecycleTest {
    private static final TestPki PKI = TestPki.create();
    private static final List<List<String>> URLS = new CopyOnWriteArrayList<>();
    private static final List<Path> DIRECTORIES = new CopyOnWriteArrayList<>();

    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

    @BeforeEach
    void forget() {
        URLS.clear();
        DIRECTORIES.clear();
    }

    @Test
    void runsOnceForTheClassAndItsNestedClasses() throws Exception {
        run(Once.class).testEvents().assertStatistics(statistics -> statistics.succeeded(4));

        assertThat(URLS).hasSize(6).containsOnly(URLS.get(0));
        assertNothingIsLeft();
    }

    @Test
    void runsAnewForEachTest() throws Exception {
        run(ForEach.class).testEvents().assertStatistics(statistics -> statistics.succeeded(3));

        assertThat(URLS).hasSize(3);
        assertThat(DIRECTORIES).doesNotHaveDuplicates();
        assertNothingIsLeft();
    }

    @Test
    void runsOnceForAnInstanceThatAllTestsShare() throws Exception {
        run(OneInstance.class).testEvents().assertStatistics(statistics -> statistics.succeeded(3));

        assertThat(URLS).hasSize(4).containsOnly(URLS.get(0));
        assertNothingIsLeft();
    }

    @Test
    void runsAnewForTheNextClassThatInheritsIt() throws Exception {
        run(HeirA.class, HeirB.class).testEvents().assertStatistics(statistics -> statistics.succeeded(2));

        assertThat(DIRECTORIES).hasSize(2).doesNotHaveDuplicates();
        assertNothingIsLeft();
    }

    @Test
    void isSharedByClassesThatInheritItAndRunInParallel() throws Exception {
        testKit()
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .selectors(selectClass(MeetingA.class), selectClass(MeetingB.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2));

        assertThat(URLS).hasSize(2).containsOnly(URLS.get(0));
        assertNothingIsLeft();
    }

    @Test
    void runsToTheEndThoughAnotherExtensionFailsInANestedClass() throws Exception {
        EngineExecutionResults results = run(OtherFails.class);

        results.testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(0));
        assertThat(URLS).hasSize(3).containsOnly(URLS.get(0));
        assertNothingIsLeft();
    }

    @Test
    void cleansUpWhenATestFailsWhileItIsStopped() throws Exception {
        run(FailsWhileStopped.class).testEvents().assertStatistics(statistics -> statistics.failed(1));

        assertNothingIsLeft();
    }

    @Test
    void failsTheClassWithEveryProblemOfWhatIsRegistered() {
        run(WronglyRegistered.class)
                .containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(ExtensionConfigurationException.class),
                                message(text -> text.contains("'not an id'")
                                        && text.contains("client_id")
                                        && text.contains("'server-b', tls_client_auth_colour")
                                        && text.contains("'server-a', client_id: is taken")))));
    }

    @Test
    void saysWhenItCanBeAsked() {
        run(AsksTooEarly.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                instanceOf(IllegalStateException.class),
                                message(text -> text.contains("not started")
                                        && text.contains("@RegisterExtension")
                                        && text.contains("@BeforeEach")))));
    }

    @Test
    void saysSoWhenItHasEnded() {
        run(Once.class);

        assertThat(catchThrowable(Once.tokenService::issuer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not started")
                .hasMessageContaining("it has ended")
                .hasMessageContaining("shared()");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TokenServiceExtension.builder().build())
                .withMessageContaining("no resource")
                .withMessageContaining("no client")
                .withMessageContaining(".client(\"server-a\", \"orders:read\")");
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        return testKit()
                .selectors(Arrays.stream(classes).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .execute();
    }

    private static EngineTestKit.Builder testKit() {
        return EngineTestKit.engine("junit-jupiter").configurationParameter(OnlyInTheTestKit.PARAMETER, "true");
    }

    /** Sees that the service runs. */
    private static void note(TokenServiceExtension tokenService) {
        try {
            connect(tokenService.issuer());
            connect(tokenService.mtlsBaseUrl());
        } catch (IOException e) {
            throw new AssertionError("it does not run", e);
        }
        URLS.add(List.of(tokenService.issuer(), tokenService.mtlsBaseUrl()));
        DIRECTORIES.add(tokenService.authorities().getParent());
        assertThat(tokenService.accessToken("server-a")).isNotEmpty();
    }

    private void assertNothingIsLeft() throws Exception {
        assertThat(URLS).isNotEmpty();
        for (List<String> urls : URLS) {
            for (String url : urls) {
                assertThat(catchThrowable(() -> connect(url))).as(url).isInstanceOf(ConnectException.class);
            }
        }
        assertThat(DIRECTORIES)
                .isNotEmpty()
                .allSatisfy(directory -> assertThat(Files.exists(directory)).isFalse());
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(threadsBefore);
        // JUnit's own pool for parallel tests, and the JDK's.
        left.removeIf(thread -> thread instanceof ForkJoinWorkerThread);
        for (Thread thread : left) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static void connect(String url) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort()).close();
    }

    private static TokenServiceExtension extension() {
        return TokenServiceExtension.builder()
                .pki(PKI)
                .resource("https://orders.example", "orders:read")
                .client("server-a", "orders:read")
                .build();
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class Once {
        @RegisterExtension
        static final TokenServiceExtension tokenService = extension();

        @BeforeAll
        static void before() {
            note(tokenService);
        }

        @RepeatedTest(2)
        void runs() {
            note(tokenService);
        }

        @Nested
        final class Inner {
            @RepeatedTest(2)
            void runs() {
                note(tokenService);
            }
        }

        @AfterAll
        static void after() {
            note(tokenService);
        }
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class ForEach {
        @RegisterExtension
        final TokenServiceExtension tokenService = extension();

        @RepeatedTest(2)
        void runs() {
            note(tokenService);
        }

        @Nested
        final class Inner {
            @Test
            void runs() {
                note(tokenService);
            }
        }
    }

    @ExtendWith(OnlyInTheTestKit.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static final class OneInstance {
        @RegisterExtension
        final TokenServiceExtension tokenService = extension();

        @BeforeAll
        void before() {
            note(tokenService);
        }

        @RepeatedTest(3)
        void runs() {
            note(tokenService);
        }
    }

    abstract static class Inherited {
        @RegisterExtension
        static final TokenServiceExtension tokenService = extension();

        @Test
        void runs() {
            note(tokenService);
        }
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class HeirA extends Inherited {}

    @ExtendWith(OnlyInTheTestKit.class)
    static final class HeirB extends Inherited {}

    abstract static class Meeting {
        @RegisterExtension
        static final TokenServiceExtension tokenService = extension();

        static final CyclicBarrier BOTH = new CyclicBarrier(2);

        @Test
        void runs() throws Exception {
            BOTH.await(30, TimeUnit.SECONDS);
            note(tokenService);
            BOTH.await(30, TimeUnit.SECONDS);
        }
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class MeetingA extends Meeting {}

    @ExtendWith(OnlyInTheTestKit.class)
    static final class MeetingB extends Meeting {}

    @ExtendWith(OnlyInTheTestKit.class)
    static final class OtherFails {
        @RegisterExtension
        static final TokenServiceExtension tokenService = extension();

        @Test
        void runs() {
            note(tokenService);
        }

        @Nested
        @ExtendWith(FailingExtension.class)
        final class Broken {
            @Test
            void isNotReached() {}
        }

        @Nested
        final class Whole {
            @Test
            void runs() {
                note(tokenService);
            }
        }

        @AfterAll
        static void after() {
            note(tokenService);
        }
    }

    /** Some of these classes fail on purpose, so a build that looks for tests must pass them by. */
    static final class OnlyInTheTestKit implements ExecutionCondition {
        static final String PARAMETER = "holdfast.lifecycle";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getConfigurationParameter(PARAMETER).isPresent()
                    ? ConditionEvaluationResult.enabled("asked for")
                    : ConditionEvaluationResult.disabled("not asked for");
        }
    }

    static final class FailingExtension implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            throw new IllegalStateException("on purpose");
        }
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class FailsWhileStopped {
        @RegisterExtension
        static final TokenServiceExtension tokenService = extension();

        @Test
        void fails() {
            note(tokenService);
            tokenService.stop();
            throw new IllegalStateException("on purpose");
        }
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class WronglyRegistered {
        @RegisterExtension
        static final TokenServiceExtension tokenService = TokenServiceExtension.builder()
                .pki(PKI)
                .resource("https://orders.example", "orders:read")
                .client("not an id")
                .client("server-a", "orders:read")
                .client("server-a", "orders:read")
                .client("server-b", client -> client.member("tls_client_auth_colour", "blue"))
                .build();

        @Test
        void isNotReached() {}
    }

    @ExtendWith(OnlyInTheTestKit.class)
    static final class AsksTooEarly {
        @RegisterExtension
        final TokenServiceExtension tokenService = extension();

        final String issuer = tokenService.issuer();

        @Test
        void isNotReached() {}
    }
}
