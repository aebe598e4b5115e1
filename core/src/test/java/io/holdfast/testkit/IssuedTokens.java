package io.holdfast.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.json.JsonUtil;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint of a {@link FakeAuthorizationServer}: client credentials, token exchange, and refresh tokens that
 * are good for one use by the client and with the certificate that they were issued to. Safe for many threads.
 */
final class IssuedTokens {

    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private final TestTokens tokens;
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private volatile ClientCheck clients = call -> Optional.of("anybody");
    private volatile boolean refreshable;
    private volatile int lifetime = 300;

    IssuedTokens(TestTokens tokens) {
        this.tokens = tokens;
    }

    void clients(ClientCheck check) {
        this.clients = check;
    }

    void refreshable() {
        this.refreshable = true;
    }

    void lifetime(int seconds) {
        this.lifetime = seconds;
    }

    void forgetRefreshTokens() {
        refreshTokens.clear();
    }

    ScriptedAnswer answer(RecordedCall call) {
        Optional<String> client = clients.clientOf(call);
        if (client.isEmpty() || !call.method().equals("POST")) {
            return error(401, "invalid_client");
        }
        String owner = client.get() + " " + call.clientThumbprint().orElse("");
        return switch (call.formValue("grant_type").orElse("")) {
            case "refresh_token" -> {
                String known =
                        refreshTokens.remove(call.formValue("refresh_token").orElse(""));
                yield owner.equals(known) ? issue(call, owner, null) : error(400, "invalid_grant");
            }
            case EXCHANGE ->
                call.formValue("subject_token").isPresent()
                                && call.formValue("subject_token_type").isPresent()
                        ? issue(
                                call,
                                owner,
                                call.formValue("requested_token_type").orElse(ACCESS_TOKEN))
                        : error(400, "invalid_request");
            case "client_credentials" -> issue(call, owner, null);
            default -> error(400, "unsupported_grant_type");
        };
    }

    private ScriptedAnswer issue(RecordedCall call, String owner, @Nullable String issuedType) {
        TokenBuilder token = tokens.unbound();
        call.clientThumbprint().ifPresent(thumbprint -> token.claim("cnf", Map.of("x5t#S256", thumbprint)));
        call.formValue("client_id")
                .ifPresent(client -> token.claim("client_id", client).claim("sub", client));
        call.formValue("scope").ifPresent(scope -> token.claim("scope", scope));
        call.formValue("resource").ifPresent(resource -> token.claim("aud", resource));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", token.compact());
        members.put("token_type", "Bearer");
        members.put("expires_in", lifetime);
        if (issuedType != null) {
            members.put("issued_token_type", issuedType);
        }
        if (refreshable) {
            String refreshToken = "refresh-" + UUID.randomUUID();
            refreshTokens.put(refreshToken, owner);
            members.put("refresh_token", refreshToken);
        }
        return ScriptedAnswer.json(200, JsonUtil.toJson(members)).header("Cache-Control", "no-store");
    }

    private static ScriptedAnswer error(int status, String error) {
        return ScriptedAnswer.json(status, "{\"error\":\"" + error + "\"}");
    }
}
