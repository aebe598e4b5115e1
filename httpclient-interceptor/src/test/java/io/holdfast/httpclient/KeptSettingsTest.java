package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.token.BindingCheck;
import io.holdfast.testkit.RawServer;
import io.holdfast.testkit.TestLog;
import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings of a framework's connection manager that configure() keeps, and its warning of the others. */
@Timeout(90)
class KeptSettingsTest {
    private static final int PARALLEL = 20;

    private PartnerWorld world;
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        world = new PartnerWorld();
        world.issue("secret-token", ",\"expires_in\":300");
    }

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        world.close();
    }

    /** An API that answers no call before twenty wait for an answer. */
    private RawServer answeringTogether() throws IOException {
        CyclicBarrier all = new CyclicBarrier(PARALLEL);
        return serving(() -> all.await(30, TimeUnit.SECONDS));
    }

    private RawServer silent() throws IOException {
        return serving(() -> over.await(60, TimeUnit.SECONDS));
    }

    private RawServer serving(Callable<?> before) throws IOException {
        return world.closing(RawServer.tls(PKI.server().serverContextForAnyClient(), null, false, (number, in, out) -> {
            RawServer.readRequest(in);
            try {
                before.call();
            } catch (Exception e) {
                return; // the client's connection ends
            }
            RawServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]");
        }));
    }

    private KeyRing ring(RawServer api) throws Exception {
        return world.closing(world.keyRing(PKI.serverA())
                .bindingCheck(BindingCheck.OFF)
                .allowedOrigins(originOf(api))
                .build());
    }

    private static String originOf(RawServer api) {
        return "https://localhost:" + api.port();
    }

    /** A client of this kind over connections that a framework has set before. */
    private Transport.Client client(Transport transport, KeyRing keyRing, int perRoute, ConnectionConfig config) {
        return world.closing(
                transport == Transport.CLASSIC
                        ? transport.over(
                                BoundTokenInterceptor.of(keyRing)
                                        .configure(HttpClients.custom()
                                                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                                                        .setMaxConnPerRoute(perRoute)
                                                        .setMaxConnTotal(2 * perRoute)
                                                        .setDefaultConnectionConfig(config)
                                                        .build())),
                                null)
                        : transport.over(
                                null,
                                AsyncBoundTokenInterceptor.of(keyRing)
                                        .configure(HttpAsyncClients.custom()
                                                .setConnectionManager(
                                                        PoolingAsyncClientConnectionManagerBuilder.create()
                                                                .setMaxConnPerRoute(perRoute)
                                                                .setMaxConnTotal(2 * perRoute)
                                                                .setDefaultTlsConfig(transport.tls())
                                                                .setDefaultConnectionConfig(config)
                                                                .build()))));
    }

    @ParameterizedTest(name = "C-37 twenty calls run at once where the framework's pool has room for them, {0}")
    @EnumSource
    void keepsTheSizeOfThePool(Transport transport) throws Exception {
        RawServer api = answeringTogether();
        Transport.Client client = client(transport, ring(api), PARALLEL, ConnectionConfig.DEFAULT);

        assertThat(callAtOnce(client, api)).hasSize(PARALLEL).containsOnly(200);
    }

    private static List<Integer> callAtOnce(Transport.Client client, RawServer api) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < PARALLEL; i++) {
                calls.add(threads.submit(() -> client.get(api.uri("/orders")).status()));
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> call : calls) {
                answers.add(call.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest(name = "C-37 the framework's time to wait for an answer holds, {0}")
    @EnumSource
    void keepsTheTimeouts(Transport transport) throws Exception {
        RawServer api = silent();
        Transport.Client client = client(
                transport,
                ring(api),
                5,
                ConnectionConfig.custom().setSocketTimeout(1, TimeUnit.SECONDS).build());

        assertTimesOutSoon(client, api);
    }

    private static void assertTimesOutSoon(Transport.Client client, RawServer api) {
        long start = System.nanoTime();
        assertThat(catchThrowable(() -> client.get(api.uri("/orders")))).isInstanceOf(SocketTimeoutException.class);
        // Half a minute is what configure() sets where nobody else does.
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(20);
    }

    private Transport.Client classic(BoundTokenInterceptor interceptor, HttpClientConnectionManager earlier) {
        return world.closing(Transport.CLASSIC.over(
                interceptor.configure(HttpClients.custom().setConnectionManager(earlier)), null));
    }

    @Test
    @DisplayName("C-37 the time of a framework's SocketConfig holds, as Spring Boot sets it")
    void keepsTheSocketConfig() throws Exception {
        RawServer api = silent();
        SocketConfig second =
                SocketConfig.custom().setSoTimeout(1, TimeUnit.SECONDS).build();

        Transport.Client client = classic(
                BoundTokenInterceptor.of(ring(api)),
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultSocketConfig(second)
                        .build());

        assertTimesOutSoon(client, api);
    }

    @Test
    @DisplayName("C-37 the framework's DnsResolver is asked")
    void keepsTheDnsResolver() throws Exception {
        RawServer api = serving(() -> null);
        AtomicInteger asked = new AtomicInteger();
        DnsResolver counting = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                asked.incrementAndGet();
                return SystemDefaultDnsResolver.INSTANCE.resolve(host);
            }

            @Override
            public String resolveCanonicalHostname(String host) throws UnknownHostException {
                return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
            }
        };

        Transport.Client client = classic(
                BoundTokenInterceptor.of(ring(api)),
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(counting)
                        .build());

        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        assertThat(asked).hasPositiveValue();
    }

    @Test
    @DisplayName("C-37 the framework's connection factory and port resolver are asked")
    void keepsConnectionFactoryAndPortResolver() throws Exception {
        RawServer api = serving(() -> null);
        AtomicInteger made = new AtomicInteger();
        AtomicInteger resolved = new AtomicInteger();

        Transport.Client client = classic(
                BoundTokenInterceptor.of(ring(api)),
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(socket -> {
                            made.incrementAndGet();
                            return ManagedHttpClientConnectionFactory.INSTANCE.createConnection(socket);
                        })
                        .setSchemePortResolver(host -> {
                            resolved.incrementAndGet();
                            return DefaultSchemePortResolver.INSTANCE.resolve(host);
                        })
                        .build());

        assertThat(client.get(api.uri("/orders")).status()).isEqualTo(200);
        assertThat(made).hasPositiveValue();
        assertThat(resolved).hasPositiveValue();
    }

    @ParameterizedTest(name = "C-37 the framework''s kind of pool is kept, {0}")
    @EnumSource
    void keepsTheKindOfPool(PoolConcurrencyPolicy policy) throws Exception {
        RawServer api = answeringTogether();
        TestLog log = new TestLog();

        PoolingHttpClientConnectionManager earlier = PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(policy)
                .setConnPoolPolicy(PoolReusePolicy.FIFO)
                .setMaxConnPerRoute(PARALLEL)
                .setMaxConnTotal(PARALLEL)
                .build();
        HttpClientBuilder builder = BoundTokenInterceptor.of(ring(api))
                .configure(HttpClients.custom().setConnectionManager(earlier));

        Transport.Client client = world.closing(Transport.CLASSIC.over(builder, null));

        assertThat(callAtOnce(client, api)).hasSize(PARALLEL).containsOnly(200);
        assertThat(log.text()).doesNotContain("could not keep");
        Object kept = ((GenerationPools<?>) connectionsOf(HttpClientBuilder.class, builder))
                .enter(null)
                .manager();
        assertThat(kept).extracting("pool").hasSameClassAs(poolOf(earlier));
        assertThat(kept)
                .extracting("pool")
                .extracting(policy.name().equals("OFFLOCK") ? "reusePolicy" : "policy")
                .isEqualTo(PoolReusePolicy.FIFO);
    }

    private static Object poolOf(PoolingHttpClientConnectionManager manager) throws Exception {
        Field field = PoolingHttpClientConnectionManager.class.getDeclaredField("pool");
        field.setAccessible(true);
        return field.get(manager);
    }

    @ParameterizedTest(name = "C-37 a framework that shares its connection manager does not keep ours open, {0}")
    @EnumSource
    void closesItsOwnPools(Transport transport) throws Exception {
        RawServer api = serving(() -> null);
        KeyRing keyRing = ring(api);
        AtomicReference<Closeable> pools = new AtomicReference<>();
        if (transport == Transport.CLASSIC) {
            HttpClientBuilder client = BoundTokenInterceptor.of(keyRing)
                    .configure(HttpClients.custom().setConnectionManagerShared(true));
            pools.set(connectionsOf(HttpClientBuilder.class, client));
            client.build().close();
        } else {
            HttpAsyncClientBuilder client = AsyncBoundTokenInterceptor.of(keyRing)
                    .configure(HttpAsyncClients.custom().setConnectionManagerShared(true));
            pools.set(connectionsOf(HttpAsyncClientBuilder.class, client));
            client.build().close();
        }

        assertThat(catchThrowable(() -> ((GenerationPools<?>) pools.get()).enter(null)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static <B> Closeable connectionsOf(Class<B> declaring, B builder) throws Exception {
        Field field = declaring.getDeclaredField("connManager");
        field.setAccessible(true);
        return (Closeable) field.get(builder);
    }

    @Test
    @DisplayName("C-37 the function that sets the pools up has the last word")
    void leavesTheLastWordToTheFunction() throws Exception {
        RawServer api = answeringTogether();
        HttpClientBuilder framework = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(1)
                        .setMaxConnTotal(1)
                        .build());

        Transport.Client client = world.closing(Transport.CLASSIC.over(
                BoundTokenInterceptor.of(ring(api))
                        .configure(
                                framework,
                                pool -> pool.setMaxConnPerRoute(PARALLEL).setMaxConnTotal(PARALLEL)),
                null));

        assertThat(callAtOnce(client, api)).hasSize(PARALLEL).containsOnly(200);
    }

    @Test
    @DisplayName("C-37 a connection manager whose settings cannot be kept is named once, with what to write")
    void namesWhatIsLost() throws Exception {
        BoundTokenInterceptor interceptor = BoundTokenInterceptor.of(ring(silent()));
        PoolingHttpClientConnectionManager routes = new PoolingHttpClientConnectionManager();
        routes.setMaxPerRoute(new HttpRoute(new HttpHost("https", "api.example", 443)), 50);
        TestLog log = new TestLog();

        for (int i = 0; i < 2; i++) {
            classic(interceptor, new BasicHttpClientConnectionManager());
            classic(interceptor, routes);
        }

        String advice = " Set it for them: configure(client, pool -> pool.setMaxConnTotal(...)). This is said once.";
        assertThat(log.text().lines().filter(line -> line.contains("could not keep")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("WARN").endsWith(advice))
                .anySatisfy(line -> assertThat(line)
                        .contains("all settings of the " + BasicHttpClientConnectionManager.class.getName()
                                + " that was set before"))
                .anySatisfy(line -> assertThat(line).contains("the limits of single routes"));
    }

    @Test
    @DisplayName("C-37 an HttpClient that hides the connection manager loses its settings, and that is said")
    void saysWhatCannotBeRead() {
        assertThat(EarlierPool.of("a builder without the field", String.class).losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss)
                        .contains("whatever a connection manager had that was set before", "NoSuchFieldException"));
    }

    @Test
    @DisplayName("C-37 nothing is logged where all is kept, or nothing was set")
    void saysNothingWhereNothingIsLost() throws Exception {
        BoundTokenInterceptor interceptor = BoundTokenInterceptor.of(ring(silent()));
        TestLog log = new TestLog();

        classic(
                interceptor,
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(40)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setDefaultSocketConfig(SocketConfig.DEFAULT)
                        .setDefaultConnectionConfig(ConnectionConfig.DEFAULT)
                        .build());
        world.closing(Transport.CLASSIC.over(interceptor.configure(HttpClients.custom()), null));

        assertThat(log.text()).doesNotContain("could not keep");
    }
}
