package io.holdfast.benchmarks;

import io.holdfast.testkit.FakeAuthorizationServer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The decision about one request: is its token good, and bound to the certificate of its connection? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Decision {
    /**
     * The number of tokens for checks without a cache hit: the cache is so small that it has forgotten each token when
     * it comes again.
     */
    private static final int NEW_TOKENS = 256;

    private static final int SMALL_CACHE = 32;

    /** The decider: bare, jose4j, nimbus, spring, holdfast; seen for Holdfast with cached tokens. */
    @Param("bare")
    public String by = "bare";

    /** The signature algorithm of the tokens. */
    @Param("RS256")
    public String algorithm = "RS256";

    /** The number of live tokens that take turns; only for cached tokens. */
    @Param("1")
    public int tokens = 1;

    /** Holdfast's setting {@code signatureProvider}; platform for none. */
    @Param("platform")
    public String provider = "platform";

    private Check check = sent -> false;
    private SentToken[] sent = {};

    /** One thread's place among the tokens. */
    @State(Scope.Thread)
    public static class Turn {
        private int next = ThreadLocalRandom.current().nextInt(1 << 16);
    }

    /** Makes the tokens, and shows each to the check, which may cache it. */
    @Setup
    public void prepare() throws Exception {
        FakeAuthorizationServer server = FakeAuthorizationServer.start(Issuer.PKI.server());
        Issuer issuer = new Issuer(server.issuer(), algorithm);
        boolean seen = by.equals("seen");
        List<SentToken> issued = issuer.issue(seen ? tokens : NEW_TOKENS);
        sent = issued.toArray(new SentToken[0]);
        check = check(server, issuer, seen);
        for (SentToken token : sent) {
            if (!check.accepts(token)) {
                throw new IllegalStateException(by + " refuses a good token");
            }
        }
    }

    private Check check(FakeAuthorizationServer server, Issuer issuer, boolean seen) throws Exception {
        String settings = provider.equals("platform") ? "" : Fips.registered(provider);
        return switch (by) {
            case "bare" -> new BareCheck(issuer.key());
            case "jose4j" -> new Jose4jCheck(issuer.name(), issuer.key());
            case "nimbus" -> new NimbusCheck(issuer.name(), issuer.key());
            case "spring" -> new SpringCheck(issuer.name(), issuer.key());
            default -> new HoldfastCheck(server, issuer, seen ? Math.max(10_000, tokens) : SMALL_CACHE, settings);
        };
    }

    SentToken[] sent() {
        return sent.clone();
    }

    /** Closes everything that {@link #prepare} has started. */
    @TearDown
    public void end() throws Exception {
        check.close();
    }

    /** Decides about a good token. */
    @Benchmark
    public Object acceptGoodToken(Turn turn) throws Exception {
        turn.next = (turn.next + 1) & Integer.MAX_VALUE;
        return check.decide(sent[turn.next % sent.length]);
    }

    /** True if the first token is accepted over its own connection. */
    boolean acceptsGoodToken() throws Exception {
        return check.accepts(sent[0]);
    }

    /** True if the same token is accepted over the thief's connection. */
    boolean acceptsStolenToken() throws Exception {
        return check.accepts(Issuer.stolen(sent[0]));
    }
}
