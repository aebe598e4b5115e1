package io.holdfast.httpclient;

import static io.holdfast.httpclient.PartnerWorld.PKI;

import io.holdfast.keyring.KeyRing;
import io.holdfast.keyring.KeyRingBuilder;
import io.holdfast.keyring.RecordingApi;
import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testkit.RecordedCall;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Servers that send a client to each other, and who they are to it: {@code api} and {@code partner} are allowed origins,
 * {@code stranger} is not. All of them want a certificate.
 */
final class RedirectWorld implements AutoCloseable {
    final PartnerWorld world = new PartnerWorld();
    final RecordingApi api = world.closing(new RecordingApi(PKI.server()));
    final RecordingApi partner = world.closing(new RecordingApi(PKI.server()));
    final RecordingApi stranger = world.closing(new RecordingApi(PKI.server()));

    RedirectWorld() throws Exception {
        world.issue("secret-token", ",\"expires_in\":300");
    }

    /** With {@code /moved} of a server leading elsewhere, whatever else it answers. */
    static void redirect(RecordingApi from, int status, URI to) {
        redirect(from, status, to, "/moved");
    }

    static void redirect(RecordingApi from, int status, URI to, String path) {
        from.redirecting(path, new RecordingApi.Reply(status, "gone", Map.of("Location", to.toString())));
    }

    KeyRingBuilder builder() {
        return world.keyRing(PKI.serverA()).allowedOrigins(api.origin(), partner.origin());
    }

    KeyRing ring() throws KeyMaterialException {
        return world.closing(builder().build());
    }

    Transport.Client client(Transport transport) throws KeyMaterialException {
        return client(transport, builder());
    }

    Transport.Client client(Transport transport, KeyRingBuilder builder) throws KeyMaterialException {
        return world.closing(transport.open(world.closing(builder.build())));
    }

    /** Closes it with this. */
    <T extends AutoCloseable> T closing(T closeable) {
        return world.closing(closeable);
    }

    List<RecordedCall> tokenCalls() {
        return world.tokenCalls();
    }

    @Override
    public void close() throws Exception {
        world.close();
    }
}
