package io.holdfast.testkit;

import io.holdfast.testpki.TestIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that only their issuer can read, and what it tells of them at its introspection endpoint, in JSON or, to who
 * asks for that, signed. Who asks must be a client that the {@link #clients check} knows. Safe for many threads.
 */
public final class OpaqueTokens {

    public static final String CLIENT_ID = "the-resource";

    private final TestTokens signing;
    private final Map<String, Map<String, @Nullable Object>> known = new ConcurrentHashMap<>();
    private volatile ClientCheck clients = ClientCheck.certificate(CLIENT_ID);

    OpaqueTokens(TestTokens signing) {
        this.signing = signing;
    }

    /** From now on only these clients may ask; at first those with any certificate and {@link #CLIENT_ID}. */
    public void clients(ClientCheck check) {
        this.clients = check;
    }

    /** What is said of an active token that is bound to the certificate; the map may be changed. */
    public Map<String, @Nullable Object> boundTo(TestIdentity identity) {
        Map<String, @Nullable Object> members = unbound();
        members.put("cnf", Map.of("x5t#S256", identity.thumbprint()));
        return members;
    }

    /** What is said of an active token that is not bound; the map may be changed. */
    public Map<String, @Nullable Object> unbound() {
        long now = Instant.now().getEpochSecond();
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("token_type", "Bearer");
        members.put("iss", signing.issuer());
        members.put("aud", TestTokens.AUDIENCE);
        members.put("sub", "server-a");
        members.put("client_id", "server-a");
        members.put("scope", "orders:read orders:write");
        members.put("iat", now);
        members.put("exp", now + 300);
        return members;
    }

    /** A new token of which this is said. */
    public String issue(Map<String, @Nullable Object> members) {
        return remember(UUID.randomUUID().toString(), members);
    }

    /** The same for a token of the caller's choice. */
    public String remember(String token, Map<String, @Nullable Object> members) {
        known.put(token, new LinkedHashMap<>(members));
        return token;
    }

    /** From now on the token is not active. */
    public void revoke(String token) {
        known.remove(token);
    }

    ScriptedAnswer answer(RecordedCall call) {
        Optional<String> client = clients.clientOf(call);
        if (client.isEmpty() || !call.method().equals("POST")) {
            return ScriptedAnswer.json(401, "{\"error\":\"invalid_client\"}");
        }
        Map<String, @Nullable Object> members =
                known.get(call.formValue("token").orElse(""));
        if (members == null) {
            members = Map.of("active", false);
        }
        return call.header("Accept").contains("application/token-introspection+jwt")
                ? signed(signed(client.get(), members).compact())
                : ScriptedAnswer.json(200, JsonUtil.toJson(members));
    }

    /** An answer signed for the client (RFC 9701 Section 5), to be changed. */
    public TokenBuilder signed(String clientId, Map<String, @Nullable Object> members) {
        TokenBuilder jwt = signing.unbound().header("typ", "token-introspection+jwt");
        for (String name : new String[] {"sub", "client_id", "scope", "exp", "jti"}) {
            jwt.withoutClaim(name);
        }
        return jwt.claim("aud", clientId).claim("token_introspection", members);
    }

    /** The text as a signed answer. */
    public static ScriptedAnswer signed(String jwt) {
        return ScriptedAnswer.status(200)
                .header("Content-Type", "application/token-introspection+jwt")
                .body(jwt);
    }
}
