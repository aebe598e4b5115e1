package io.holdfast.keystore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CertificateChainTest {
    private final KeyPair keyOfTheAuthority = keyPair();
    private final TestIdentity authority = authority("CN=admin");

    @Test
    @DisplayName("A-10 takes the issuer that has the very name, of two that the platform takes for one")
    void tellsNamesApartThatLookAlike() throws Exception {
        TestIdentity alike = authority("CN=adm\u0131n");
        TestIdentity client =
                CertificateBuilder.identity("CN=client", authority).build();

        assertThat(chainOf(client, alike, authority)).containsExactly(client.certificate(), authority.certificate());
        assertThat(chainOf(client, authority, alike)).containsExactly(client.certificate(), authority.certificate());
    }

    @Test
    @DisplayName("takes the issuer that writes its name in another string type than its certificates do")
    void findsAnIssuerWhoseNameIsEncodedAnew() throws Exception {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        utf8.write(HexFormat.of().parseHex("3010310e300c06035504030c05"));
        utf8.write("admin".getBytes(US_ASCII));
        TestIdentity encodedAnew = CertificateBuilder.selfSigned("CN=admin")
                .subject(utf8.toByteArray())
                .keyPair(keyOfTheAuthority)
                .authority()
                .build();
        TestIdentity client =
                CertificateBuilder.identity("CN=client", authority).build();

        assertThat(chainOf(client, encodedAnew)).containsExactly(client.certificate(), encodedAnew.certificate());
    }

    @Test
    @DisplayName("goes on behind an authority's new key that its old key vouches for, though both have one name")
    void goesOnBehindASelfIssuedCertificate() throws Exception {
        TestIdentity newWithOld =
                CertificateBuilder.identity("CN=admin", authority).authority().build();
        TestIdentity client =
                CertificateBuilder.identity("CN=client", newWithOld).build();

        assertThat(chainOf(client, authority, newWithOld))
                .containsExactly(client.certificate(), newWithOld.certificate(), authority.certificate());
    }

    private static List<X509Certificate> chainOf(TestIdentity client, TestIdentity... others) throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        certificates.add(client.certificate());
        for (TestIdentity other : others) {
            certificates.add(other.certificate());
        }
        return CertificateChain.of(client.privateKey(), certificates, Instant.now());
    }

    private TestIdentity authority(String name) {
        return CertificateBuilder.selfSigned(name)
                .keyPair(keyOfTheAuthority)
                .authority()
                .build();
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
