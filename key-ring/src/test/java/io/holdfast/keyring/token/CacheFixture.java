package io.holdfast.keyring.token;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.authorizationserver.TokenAnswers;
import io.holdfast.authorizationserver.TokenErrorException;
import io.holdfast.authorizationserver.TokenRequest;
import io.holdfast.authorizationserver.TokenResponse;
import io.holdfast.keystore.CredentialGeneration;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A token cache by a clock that stands still, whose calls are answered here and made when the test says so. */
public final class CacheFixture {
    static final TestPki PKI = TestPki.create();
    static final TokenRequest REQUEST = TokenRequest.clientCredentials(List.of("a", "b"), List.of("urn:x"));

    static final TokenListener DEAF = new TokenListener() {
        @Override
        public void tokenFetched(BoundToken token, Duration took) {}

        @Override
        public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {}
    };

    final SettableClock clock = SettableClock.atPresent();
    final CredentialGeneration credentials;
    final AtomicInteger fetches = new AtomicInteger();
    final List<TokenRequest> asked = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final Queue<Runnable> waiting = new ArrayDeque<>();
    BindingCheck bindingCheck = BindingCheck.FAIL;
    Executor executor = Runnable::run;
    TokenFetch fetch = request -> token("'expires_in':300");
    Runnable onEvent = () -> {};
    Runnable onTick = () -> {};
    double chance;

    CacheFixture() {
        this(PKI.serverA());
    }

    CacheFixture(TestIdentity identity) {
        this.credentials =
                CredentialGeneration.of(identity.clientContext(PKI.authority().certificate()), identity.chain());
    }

    /** Calls wait in {@link #waiting} from now on, as if a thread were slow. */
    void holdCalls() {
        executor = waiting::add;
    }

    void letCallsGo() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    void always(String members) {
        fetch = request -> token(members, request);
    }

    void isDown() {
        fetch = request -> {
            throw new AuthorizationServerException("It is down.");
        };
    }

    void refuses(String error) {
        fetch = request -> {
            throw TokenAnswers.refusal(error);
        };
    }

    TokenCache cache() {
        TokenPolicy policy =
                new TokenPolicy(Duration.ofSeconds(30), Duration.ofSeconds(60), bindingCheck, false, () -> chance);
        return new TokenCache(credentials, this::call, policy, work -> executor.execute(work), this::tick, new Heard());
    }

    private long tick() {
        onTick.run();
        return clock.ticker().getAsLong();
    }

    private TokenResponse call(TokenRequest request)
            throws TokenErrorException, AuthorizationServerException, TokenUnavailableException {
        fetches.incrementAndGet();
        asked.add(request);
        return fetch.fetch(request);
    }

    TokenResponse token(String members) {
        return token(members, REQUEST);
    }

    TokenResponse token(String members, TokenRequest request) {
        String token = members.contains("access_token") ? "" : ",'access_token':'t" + fetches + "'";
        return TokenAnswers.token(
                "{'token_type':'Bearer'" + token + (members.isEmpty() ? "" : "," + members) + "}", request);
    }

    static void use(TokenCache cache, TokenRequest request) {
        CompletableFuture<BoundToken> unused = cache.get(request);
    }

    static BoundToken now(CompletableFuture<BoundToken> token) throws Exception {
        return token.get(10, TimeUnit.SECONDS);
    }

    private final class Heard implements TokenListener {
        @Override
        public void tokenFetched(BoundToken token, Duration took) {
            events.add("fetched " + token.accessToken() + " in " + took.toMillis());
            onEvent.run();
        }

        @Override
        public void tokenNotFetched(TokenRequest request, Throwable cause, Duration took) {
            events.add("not fetched: " + cause.getMessage() + " in " + took.toMillis());
            onEvent.run();
        }
    }
}
