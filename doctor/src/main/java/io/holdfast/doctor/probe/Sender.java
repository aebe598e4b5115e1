package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.ClientTls;
import io.holdfast.doctor.tls.ConnectionBuilder;
import io.holdfast.doctor.tls.ConnectionFailedException;
import io.holdfast.doctor.tls.HttpMessage;
import io.holdfast.doctor.tls.ObservedConnection;
import io.holdfast.keystore.TrustedCertificates;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls one after another, with a pause between and never more than allowed, and says of each what TLS really
 * sent. Each call has a TLS context of its own unless its way shares one. For one thread.
 */
final class Sender implements Line {
    private final TrustedCertificates trust;
    private final Limits limits;
    private final String userAgent;
    private final AddressBook addresses;
    private int sent;

    Sender(TrustedCertificates trust, Limits limits, String userAgent, AddressBook addresses) {
        this.trust = trust;
        this.limits = limits;
        this.userAgent = userAgent;
        this.addresses = addresses;
    }

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface AddressBook {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** The bounds of a run. Immutable. */
    static final class Limits {
        final int requests;
        final Duration delay;
        final Duration timeout;

        Limits(int requests, Duration delay, Duration timeout) {
            this.requests = requests;
            this.delay = delay;
            this.timeout = timeout;
        }
    }

    @Override
    public int sent() {
        return sent;
    }

    @Override
    public ClientTls tls(Identity identity) {
        return ClientTls.of(identity.chain(), identity.key(), trust);
    }

    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        return addresses.of(host);
    }

    /** A connection that ends without an answer may be chance; one that ends so twice is a refusal. */
    @Override
    public List<Exchange> send(Place place, List<Call> calls) {
        List<Exchange> first = attempt(place, calls);
        return first.get(0).isRefusedByTls() ? attempt(place, calls) : first;
    }

    private List<Exchange> attempt(Place place, List<Call> calls) {
        Call.Way way = calls.get(0).way();
        ClientTls shared = way.shared();
        ClientTls tls = shared != null ? shared : tls(calls.get(0).identity());
        count();
        return way.isHttp2()
                ? List.of(Http2.exchange(place, calls.get(0), tls, userAgent, limits.timeout))
                : conversation(place, calls, tls, () -> {}, this::count);
    }

    private List<Exchange> conversation(
            Place place, List<Call> calls, ClientTls tls, Runnable connected, Runnable beforeFurther) {
        List<Exchange> exchanges = new ArrayList<>();
        try (ObservedConnection connection =
                connection(place, calls.get(0).way(), tls).connect()) {
            connected.run();
            for (Call call : calls) {
                if (!exchanges.isEmpty()) {
                    beforeFurther.run();
                }
                Answer answer = Answer.of(connection.exchange(message(place, call)));
                exchanges.add(Exchange.answered(call, Exchange.Tls.of(connection.observation()), answer));
            }
        } catch (ConnectionFailedException e) {
            exchanges.add(failure(calls.get(exchanges.size()), e, exchanges.isEmpty()));
        } catch (UnknownHostException e) {
            exchanges.add(
                    Exchange.failed(calls.get(0), Exchange.Tls.NONE, "the name " + place.host() + " has no address"));
        }
        return exchanges;
    }

    /** The connections of one identity share a TLS context. All of them stand before the first call goes out. */
    @Override
    public List<Exchange> sendAtOnce(Place place, List<List<Call>> connections) {
        int calls = connections.stream().mapToInt(List::size).sum();
        if (sent + calls > limits.requests) {
            throw new LimitReachedException();
        }
        sent += calls;
        IdentityHashMap<Identity, ClientTls> contexts = new IdentityHashMap<>();
        CountDownLatch standing = new CountDownLatch(connections.size());
        List<Callable<List<Exchange>>> tasks = new ArrayList<>();
        for (List<Call> one : connections) {
            ClientTls tls = contexts.computeIfAbsent(one.get(0).identity(), this::tls);
            tasks.add(() -> {
                try {
                    return conversation(place, one, tls, () -> meet(standing), () -> {});
                } finally {
                    standing.countDown(); // of a connection that was not made; the others have passed
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size(), Sender::daemon);
        try {
            List<Exchange> exchanges = new ArrayList<>();
            for (Future<List<Exchange>> done : threads.invokeAll(tasks)) {
                exchanges.addAll(done.get());
            }
            return exchanges;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A call at once with others failed.", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits for the others, but no longer than a connection may take. */
    private void meet(CountDownLatch standing) {
        standing.countDown();
        try {
            standing.await(limits.timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "holdfast-probe");
        thread.setDaemon(true);
        return thread;
    }

    private ConnectionBuilder connection(Place place, Call.Way way, ClientTls tls) throws UnknownHostException {
        InetAddress chosen = way.address();
        ConnectionBuilder connection = tls.to(place.host(), place.port(), limits.timeout)
                .address(chosen != null ? chosen : addresses.of(place.host())[0])
                .keptOfBodies(Answer.KEPT_OF_BODIES);
        if (place.isPlain()) {
            return connection.withoutTls();
        }
        String protocol = way.protocol();
        String serverName = way.serverName();
        if (protocol != null) {
            connection.versions(protocol);
        }
        return way.isUnnamed() || serverName != null ? connection.serverName(serverName) : connection;
    }

    @Override
    public boolean speaksHttp2(Place place) {
        ConnectionBuilder connection;
        try {
            connection = connection(place, Call.Way.USUAL, tls(Identity.NONE)).alpn("h2", "http/1.1");
        } catch (UnknownHostException e) {
            return false;
        }
        try (ObservedConnection handshake = connection.connect()) {
            return handshake.observation().alpn().equals("h2");
        } catch (ConnectionFailedException e) {
            return false;
        }
    }

    private HttpMessage message(Place place, Call call) {
        HttpMessage message = HttpMessage.of(call.method(), call.target())
                .field("Host", place.authority())
                .field("User-Agent", userAgent)
                .field("Accept", "*/*");
        for (Map.Entry<String, String> header : call.headers()) {
            message = message.field(header.getKey(), header.getValue());
        }
        return message;
    }

    private static Exchange failure(Call call, ConnectionFailedException e, boolean beforeAnyAnswer) {
        Exchange.Tls tls = e.observation().map(Exchange.Tls::of).orElse(Exchange.Tls.NONE);
        String why = String.valueOf(e.getMessage());
        if (e.isLate()) {
            return Exchange.late(call, tls, why);
        }
        return beforeAnyAnswer && e.isRefusalByTls() && !isOurs(e)
                ? Exchange.refusedByTls(call, tls, why)
                : Exchange.failed(call, tls, why);
    }

    /** True if this side refused the server's certificate. */
    private static boolean isOurs(@Nullable Throwable e) {
        return e != null && (e instanceof CertificateException || isOurs(e.getCause()));
    }

    private void count() {
        if (sent >= limits.requests) {
            throw new LimitReachedException();
        }
        if (sent++ > 0 && !limits.delay.isZero()) {
            try {
                TimeUnit.NANOSECONDS.sleep(limits.delay.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
