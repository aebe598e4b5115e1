package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.DoorKeyStore;
import io.holdfast.testkit.RawServer;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** With SoftHSM, whose configuration is where the environment variable {@code SOFTHSM2_CONF} of the test run says. */
@EnabledIfSystemProperty(named = "holdfast.integration", matches = "true")
class Pkcs11KeyStoreWithRealTokenTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity RSA =
            PKI.identity("CN=RSA in hardware").rsa(2048).build();
    private static final String PIN = "123456";

    @TempDir
    private static Path directory;

    private static Path configuration;

    private static Provider provider;

    @BeforeAll
    static void makeAToken() throws Exception {
        String token = "holdfast-test";
        Files.writeString(
                Path.of(System.getenv("SOFTHSM2_CONF")),
                "directories.tokendir = " + Files.createDirectory(directory.resolve("tokens")) + "\n");
        run("softhsm2-util", "--init-token", "--free", "--label", token, "--so-pin", PIN, "--pin", PIN);
        configuration = Files.writeString(
                directory.resolve("softhsm.cfg"),
                "name = " + token + "\nlibrary = " + library() + "\nslot = " + slot(token)
                        + "\nattributes(*, CKO_PRIVATE_KEY, *) = { CKA_SIGN = true }\n");
        provider = Security.getProvider("SunPKCS11").configure(configuration.toString());
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, PIN.toCharArray());
        store.setKeyEntry(
                "ec", PKI.serverA().privateKey(), null, PKI.serverA().chain().toArray(new Certificate[0]));
        store.setKeyEntry("rsa", RSA.privateKey(), null, RSA.chain().toArray(new Certificate[0]));
    }

    @AfterAll
    static void removeTheProvider() {
        if (provider != null) {
            Security.removeProvider(provider.getName());
        }
    }

    @Test
    @DisplayName("C-2 a key in hardware is offered in TLS 1.2 and 1.3, whatever authorities the server names")
    void offersAKeyInHardware() throws Exception {
        for (TestIdentity identity : List.of(PKI.serverA(), RSA)) {
            KeyMaterial material = source(PIN)
                    .alias(identity == RSA ? "rsa" : "ec")
                    .registerProvider()
                    .build()
                    .load();
            assertThat(material.privateKey().getEncoded()).isNull();
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                assertThat(offered(material, protocol)).containsExactly(identity.thumbprint());
            }
        }
    }

    @Test
    @DisplayName("S-55 a door takes a key in hardware by the provider's configuration, twice, and by its name")
    void servesADoor() throws Exception {
        Security.removeProvider("SunPKCS11-holdfast-test");
        Path pin = Files.writeString(directory.resolve("pin"), PIN + "\n");
        for (Map<String, String> place : List.of(
                Map.of("keyStore", configuration.toString()),
                Map.of("keyStore", configuration.toString()),
                Map.of("keyStoreProvider", "SunPKCS11-holdfast-test"))) {
            Map<String, String> settings = new HashMap<>(Map.of(
                    "issuer", "https://login.example.com",
                    "audience", "https://api.example.com",
                    "verification", "introspection",
                    "clientId", "orders-api",
                    "keyStoreType", "PKCS11",
                    "keyStorePasswordFile", pin.toString(),
                    "keyAlias", "ec"));
            settings.putAll(place);
            KeyMaterial material = DoorKeyStore.in(settings).load();
            assertThat(offered(material, "TLSv1.3"))
                    .as("%s", place)
                    .containsExactly(PKI.serverA().thumbprint());
        }
        Security.removeProvider("SunPKCS11-holdfast-test");
    }

    @Test
    @DisplayName("wants an alias among several, and names what there is")
    void wantsAnAlias() {
        assertThatThrownBy(source(PIN).registerProvider().build()::load)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("ec")
                .hasMessageContaining("rsa")
                .hasMessageContaining("alias");
    }

    private static Pkcs11KeyStore.Builder source(String pin) {
        return Pkcs11KeyStore.ofProvider(provider).pin(PasswordSource.of(pin.toCharArray()));
    }

    private static List<String> offered(KeyMaterial material, String protocol) throws Exception {
        CredentialGeneration generation = CredentialGeneration.of(
                material, TrustedCertificates.of(List.of(PKI.authority().certificate())));
        try (RawServer server = RawServer.tls(
                PKI.server().serverContextNaming(PKI.secondAuthority().certificate()),
                protocol,
                false,
                (number, in, out) -> out.write(in.read()))) {
            try (SSLSocket socket =
                    (SSLSocket) generation.sslContext().getSocketFactory().createSocket("localhost", server.port())) {
                socket.getOutputStream().write(42);
                assertThat(socket.getInputStream().read()).isEqualTo(42);
            }
            return server.clientThumbprints();
        }
    }

    private static Path library() {
        return List.of(
                        "/usr/lib/softhsm/libsofthsm2.so",
                        "/usr/lib64/pkcs11/libsofthsm2.so",
                        "/usr/local/lib/softhsm/libsofthsm2.so",
                        "/opt/homebrew/lib/softhsm/libsofthsm2.so")
                .stream()
                .map(Path::of)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Install SoftHSM: Debian's package is softhsm2."));
    }

    private static String slot(String label) throws Exception {
        AtomicReference<String> slot = new AtomicReference<>();
        AtomicReference<String> found = new AtomicReference<>();
        run("softhsm2-util", "--show-slots").lines().forEach(line -> {
            if (line.startsWith("Slot ")) {
                slot.set(line.substring(5).trim());
            } else if (line.contains("Label:") && line.contains(label)) {
                found.set(slot.get());
            }
        });
        return found.get();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
