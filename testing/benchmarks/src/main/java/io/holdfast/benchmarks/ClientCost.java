package io.holdfast.benchmarks;

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

/** A GET with a token that is at hand, through the whole chain of a client up to the network, which answers at once. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientCost {
    /** The client: classic, async, httpclient4, spring. */
    @Param("classic")
    public String client = "classic";

    /** True if the client that is measured gets the token. */
    @Param("false")
    public boolean token;

    private CallOfAClient call = new NoCall();

    /** Builds the client, and fetches the token. */
    @Setup
    public void prepare() throws Exception {
        call = switch (client) {
            case "classic" -> new ClassicCall(token);
            case "async" -> new AsyncCall(token);
            case "httpclient4" -> new HttpClient4Call(token);
            default -> new SpringCall(token);
        };
        call.status();
        if (call.carriedToken() != token) {
            throw new IllegalStateException(client + " carries a token: " + !token);
        }
    }

    boolean carriesToken() {
        return call.carriedToken();
    }

    /** Closes the client and what it needs. */
    @TearDown
    public void end() throws Exception {
        call.close();
    }

    /** Sends the request. */
    @Benchmark
    public int get() throws Exception {
        return call.status();
    }

    /** Before the client is there. */
    private static final class NoCall implements CallOfAClient {
        @Override
        public int status() {
            return 0;
        }

        @Override
        public boolean carriedToken() {
            return false;
        }

        @Override
        public void close() {}
    }
}
