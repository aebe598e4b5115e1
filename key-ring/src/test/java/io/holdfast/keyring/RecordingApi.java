package io.holdfast.keyring;

import io.holdfast.testpki.TestIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncServer;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.core5.http.nio.AsyncRequestConsumer;
import org.apache.hc.core5.http.nio.AsyncServerRequestHandler;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.BasicRequestConsumer;
import org.apache.hc.core5.http.nio.support.BasicResponseProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2ServerBootstrap;
import org.apache.hc.core5.http2.ssl.H2ServerTlsStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** A partner's API on real TLS that speaks HTTP/1.1 and HTTP/2, and records who called. It wants a certificate. */
public final class RecordingApi implements AutoCloseable {
    /** The challenge of a protected resource that refuses a token. */
    public static final String INVALID_TOKEN = "Bearer realm=\"api\", error=\"invalid_token\"";

    static {
        // HttpCore's server ends the connection of a client that takes no pushed streams, which the JDK's says by a 0.
        System.setProperty("jdk.httpclient.maxstreams", "1");
    }

    private final HttpAsyncServer server;
    private final int port;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<HttpRequest> heads = new CopyOnWriteArrayList<>();
    private final Map<Object, Integer> sessions = new HashMap<>();
    private volatile Function<Call, Reply> answers = call -> new Reply(200, "[]", Map.of());

    public RecordingApi(TestIdentity identity) throws Exception {
        server = H2ServerBootstrap.bootstrap()
                .setCanonicalHostName("localhost")
                .setVersionPolicy(HttpVersionPolicy.NEGOTIATE)
                .setTlsStrategy(new H2ServerTlsStrategy(
                        identity.serverContextForAnyClient(),
                        (endpoint, engine) -> engine.setWantClientAuth(true),
                        null))
                .register("*", new Handler())
                .create();
        server.start();
        port = ((InetSocketAddress)
                        server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), URIScheme.HTTPS)
                                .get()
                                .getAddress())
                .getPort();
    }

    /** A request that arrived. */
    public record Call(
            String path,
            @Nullable String authorization,
            String body,
            @Nullable String thumbprint,
            String version,
            int connection) {
        /** Whether its token is bound to its connection's certificate. */
        public boolean isBound() {
            return authorization != null
                    && thumbprint != null
                    && authorization.startsWith("Bearer ey")
                    && new String(
                                    Base64.getUrlDecoder().decode(authorization.split("\\.", -1)[1]),
                                    StandardCharsets.UTF_8)
                            .contains("\"" + thumbprint + "\"");
        }
    }

    /** What is answered. */
    public record Reply(int status, String body, Map<String, String> headers) {}

    public static Reply refused() {
        return new Reply(401, "no", Map.of("WWW-Authenticate", INVALID_TOKEN));
    }

    /** From now on it answers as a protected resource does: 401 unless the token is bound to the connection's certificate. */
    public void checkingTokens() {
        answering(call -> call.isBound() ? new Reply(200, "[]", Map.of()) : refused());
    }

    /** Answers one path like this, whatever the others are answered. */
    public void redirecting(String path, Reply reply) {
        redirecting(path, call -> reply);
    }

    public void redirecting(String path, Function<Call, Reply> replies) {
        Function<Call, Reply> rest = answers;
        answers = call -> call.path().equals(path) ? replies.apply(call) : rest.apply(call);
    }

    public void answering(Function<Call, Reply> function) {
        answers = function;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** The cookies that came with each call; empty where there were none. */
    public List<String> cookies() {
        return values("Cookie");
    }

    /** What came with each call in headers of this name; empty where there were none. */
    public List<String> values(String name) {
        return heads.stream().map(head -> valuesOf(head, name)).toList();
    }

    public URI uri(String path) {
        return URI.create(origin() + path);
    }

    public String origin() {
        return "https://localhost:" + port;
    }

    private final class Handler implements AsyncServerRequestHandler<Message<HttpRequest, String>> {
        @Override
        public AsyncRequestConsumer<Message<HttpRequest, String>> prepare(
                HttpRequest request, @Nullable EntityDetails details, HttpContext context) {
            return new BasicRequestConsumer<>(details != null ? new StringAsyncEntityConsumer() : null);
        }

        @Override
        public void handle(Message<HttpRequest, String> message, ResponseTrigger trigger, HttpContext context)
                throws HttpException, java.io.IOException {
            HttpRequest request = message.getHead();
            List<String> authorizations = new ArrayList<>();
            for (Header header : request.getHeaders("Authorization")) {
                authorizations.add(header.getValue());
            }
            SSLSession session = ((HttpCoreContext) context).getSSLSession();
            Call call = new Call(
                    request.getPath(),
                    authorizations.isEmpty() ? null : String.join(" AND ", authorizations),
                    message.getBody() == null ? "" : message.getBody(),
                    thumbprintOf(session),
                    String.valueOf(((HttpCoreContext) context).getProtocolVersion()),
                    numberOf(((HttpCoreContext) context).getEndpointDetails().getRemoteAddress()));
            heads.add(request);
            calls.add(call);
            Reply reply = answers.apply(call);
            HttpResponse response = new BasicHttpResponse(reply.status());
            reply.headers().forEach(response::addHeader);
            trigger.submitResponse(new BasicResponseProducer(response, reply.body(), ContentType.TEXT_PLAIN), context);
        }
    }

    private static String valuesOf(HttpRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (Header header : request.getHeaders(name)) {
            values.add(header.getValue());
        }
        return String.join("; ", values);
    }

    private synchronized int numberOf(Object remote) {
        return sessions.computeIfAbsent(remote, key -> sessions.size() + 1);
    }

    private static @Nullable String thumbprintOf(SSLSession session) {
        try {
            return TestIdentity.thumbprintOf((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
    }
}
