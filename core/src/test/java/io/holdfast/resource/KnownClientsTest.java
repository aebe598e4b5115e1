package io.holdfast.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.binding.CertificateThumbprint;
import io.holdfast.testkit.TestTokens;
import io.holdfast.testkit.TokenBuilder;
import io.holdfast.testpki.TestPki;
import io.holdfast.token.JwtAccessTokenVerifier;
import io.holdfast.token.Sender;
import io.holdfast.token.VerificationKey;
import io.holdfast.token.VerifiedToken;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KnownClientsTest {
    private static final TestPki PKI = TestPki.create();
    private static final int MOST = 5;
    private static final TestTokens TOKENS = TestTokens.of("https://login.example.com");

    private final KnownClients clients = new KnownClients(MOST);
    private final CertificateThumbprint serverA =
            CertificateThumbprint.of(PKI.serverA().certificate());

    private static VerifiedToken verified(TokenBuilder token) throws Exception {
        List<VerificationKey> keys =
                List.of(VerificationKey.of(TOKENS.rsaKey().jwk()).orElseThrow());
        return JwtAccessTokenVerifier.of("https://login.example.com", Set.of(TestTokens.AUDIENCE))
                .build(keyId -> keys)
                .verify(token.compact());
    }

    @Test
    @DisplayName("S-91 a client is known once a token has come that is bound to its certificate, and by nothing else")
    void knowsWhomATokenIsBoundTo() throws Exception {
        assertThat(clients.sender(null)).isEqualTo(Sender.STRANGER);
        assertThat(clients.sender(serverA)).isEqualTo(Sender.STRANGER);
        clients.note(verified(TOKENS.unbound()), serverA);
        clients.note(verified(TOKENS.boundTo(PKI.partnerB())), serverA);
        clients.note(verified(TOKENS.boundTo(PKI.serverA())), null);
        assertThat(clients.sender(serverA)).isEqualTo(Sender.STRANGER);

        clients.note(verified(TOKENS.boundTo(PKI.serverA())), serverA);
        assertThat(clients.sender(serverA).certificate()).contains(serverA);
        assertThat(clients.sender(
                        CertificateThumbprint.of(PKI.serverA().renewed().certificate())))
                .isEqualTo(Sender.STRANGER);
    }

    @Test
    @DisplayName(
            "S-91 no more clients are known than there is room for; the one that became known first goes, and may come again")
    void isBounded() throws Exception {
        clients.note(verified(TOKENS.boundTo(PKI.serverA())), serverA);
        for (int i = 1; i <= MOST; i++) {
            String x5t = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(32).putInt(i).array());
            CertificateThumbprint other = CertificateThumbprint.parse(x5t).orElseThrow();
            clients.note(verified(TOKENS.unbound().claim("cnf", Map.of("x5t#S256", x5t))), other);
            assertThat(clients.sender(other).certificate()).contains(other);
            assertThat(clients.sender(serverA).isStranger()).isEqualTo(i == MOST);
        }
        clients.note(verified(TOKENS.boundTo(PKI.serverA())), serverA);
        assertThat(clients.sender(serverA).certificate()).contains(serverA);
    }
}
