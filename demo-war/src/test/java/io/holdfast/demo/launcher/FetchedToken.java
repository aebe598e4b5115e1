package io.holdfast.demo.launcher;

import io.holdfast.testpki.TestIdentity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.lang.JoseException;

/** Server A's token of the story, compared with what the demo's token service should have written into it. */
final class FetchedToken {
    private static final long LIFETIME_SECONDS = 300;

    private final Map<String, Object> claims;
    private final DemoServer server;
    private final TestIdentity owner;

    /** @throws JoseException if the payload is not JSON */
    FetchedToken(String token, DemoServer server, TestIdentity owner) throws JoseException {
        byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        this.claims = JsonUtil.parseJson(new String(payload, StandardCharsets.UTF_8));
        this.server = server;
        this.owner = owner;
    }

    /** The line with the claims, each that is wrong followed by what it should be. */
    StoryLine toLine(String what) throws InterruptedException {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("iss", server.urls().issuer());
        expected.put("aud", "orders-api");
        expected.put("client_id", DemoFiles.SERVER_A);
        expected.put("scope", "orders:read");
        expected.put("cnf", Map.of("x5t#S256", owner.thumbprint()));
        List<String> details = new ArrayList<>();
        expected.forEach((name, value) -> compare(name, claims.get(name), value, details));
        compare("lifetime in seconds", lifetimeSeconds(), LIFETIME_SECONDS, details);
        boolean claimsAreRight = details.isEmpty();
        details.addAll(0, shown());
        int status = server.tokenStatus().orElse(0);
        return new StoryLine(claimsAreRight && status == 200, status, what, details);
    }

    static String nameOf(TestIdentity identity) {
        return identity.certificate().getSubjectX500Principal().getName();
    }

    private static void compare(String name, Object found, Object expected, List<String> problems) {
        if (!expected.equals(found)) {
            problems.add("✗ " + name + " is " + found + " and should be " + expected);
        }
    }

    private Object lifetimeSeconds() {
        return claims.get("exp") instanceof Long until && claims.get("iat") instanceof Long from
                ? (Object) (until - from)
                : "unknown";
    }

    private List<String> shown() {
        Object thumbprint = claims.get("cnf") instanceof Map<?, ?> cnf ? cnf.get("x5t#S256") : "none";
        return List.of(
                "iss " + claims.get("iss") + "  aud " + claims.get("aud"),
                "client_id " + claims.get("client_id") + "  scope " + claims.get("scope") + "  for " + lifetimeSeconds()
                        + " s",
                "cnf x5t#S256 " + thumbprint,
                "thumbprint   " + owner.thumbprint() + " of " + nameOf(owner));
    }
}
