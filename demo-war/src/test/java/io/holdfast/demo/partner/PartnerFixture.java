package io.holdfast.demo.partner;

import io.holdfast.demo.RunningDemo;
import io.holdfast.testkit.RawRequest;
import io.holdfast.testkit.RawResponse;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The three partners, each with its certificate and with tokens for what it may use, at a demo that runs. */
final class PartnerFixture implements AutoCloseable {
    static final String A = "server-a";
    static final String B = "server-b";
    static final String C = "server-c";

    final RunningDemo demo;
    private final Map<String, TestIdentity> identities;
    private final Map<String, String> tokens = new HashMap<>();

    private PartnerFixture(RunningDemo demo) {
        this.demo = demo;
        this.identities = Map.of(A, demo.pki.serverA(), B, demo.pki.partnerB(), C, demo.pki.selfSigned());
    }

    static PartnerFixture start(Path directory) throws IOException {
        return new PartnerFixture(RunningDemo.start(directory));
    }

    TestIdentity identity(String partner) {
        return identities.get(partner);
    }

    /** The partner's token for one of the APIs, the same each time. */
    String token(String partner, String api) throws IOException {
        String known = tokens.get(partner + api);
        if (known == null) {
            known = demo.tokenOf(identity(partner), partner, demo.mtlsBaseUrl() + "/" + api);
            tokens.put(partner + api, known);
        }
        return known;
    }

    /** A request of the partner with its own certificate and its token for this API. */
    RawResponse send(String partner, String api, RawRequest request) throws IOException {
        return send(identity(partner), request.bearer(token(partner, api)));
    }

    RawResponse send(@Nullable TestIdentity client, RawRequest request) throws IOException {
        return demo.mtls(client, null, request);
    }

    /** The one challenge of a refusal. */
    static String challengeOf(RawResponse response) {
        List<String> challenges = response.headers("WWW-Authenticate");
        if (challenges.size() != 1) {
            throw new AssertionError("not one challenge: " + response);
        }
        return challenges.get(0);
    }

    @Override
    public void close() {
        demo.close();
    }
}
