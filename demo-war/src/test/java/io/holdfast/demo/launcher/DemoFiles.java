package io.holdfast.demo.launcher;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * What the demo needs on disk: keys and certificates as PKCS#12 and PEM, the clients file and the override descriptor.
 * Only the user who runs the demo can read them.
 */
public final class DemoFiles {
    /** Opens every key store of the demo. It keeps no secret: the keys are new at every start and for loopback only. */
    static final String PASSWORD = "holdfast-demo";

    public static final String SERVER_A = "server-a";
    public static final String PARTNER_B = "partner-b";
    public static final String SELF_SIGNED = "self-signed";
    public static final String SCOPE = "orders:read";

    private final Path directory;

    private DemoFiles(Path directory) {
        this.directory = directory;
    }

    public static DemoFiles write(Path directory, TestPki pki) throws IOException {
        Files.createDirectories(directory);
        // First of all, so that no key is readable even for a moment.
        permit(directory, "rwx------");
        DemoFiles files = new DemoFiles(directory);
        files.writeIdentity("server", pki.server());
        files.writeIdentity(SERVER_A, pki.serverA());
        files.writeIdentity(PARTNER_B, pki.partnerB());
        files.writeIdentity("thief", pki.thief());
        files.writeIdentity(SELF_SIGNED, pki.selfSigned());
        pki.authority().writePemCertificates(directory, "authority");
        pki.authority().writeTrustStore(directory, "authority", PASSWORD.toCharArray());
        files.text("clients.json", clients(pki));
        files.text(
                "README.txt",
                "Keys and certificates of the Holdfast demo, made anew at every start.\n"
                        + "name.p12 is a PKCS#12 key store with the entry 'identity'; name.pem holds chain and key.\n"
                        + "authority.crt and authority.p12 hold the certificate of the authority.\n"
                        + "The password of every .p12 is " + PASSWORD + "\n");
        files.closeToOthers();
        return files;
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    /** Writes a descriptor that gives the WAR its settings. */
    public Path override(OverrideDescriptor descriptor) throws IOException {
        return text("override-web.xml", descriptor.toXml());
    }

    private void writeIdentity(String name, TestIdentity identity) {
        identity.writePkcs12(directory, name, PASSWORD.toCharArray());
        identity.writePem(directory, name);
    }

    private Path text(String name, String content) throws IOException {
        return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private void closeToOthers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                permit(file, "rw-------");
            }
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private static String clients(TestPki pki) {
        Map<String, Object> serverA = client(SERVER_A, "tls_client_auth");
        serverA.put("tls_client_auth_subject_dn", "CN=Server A,OU=Orders,O=Partner A");
        Map<String, Object> partnerB = client(PARTNER_B, "tls_client_auth");
        partnerB.put("tls_client_auth_san_dns", "server-b.partner-b.example");
        Map<String, Object> selfSigned = client(SELF_SIGNED, "self_signed_tls_client_auth");
        selfSigned.put("jwks", Map.of("keys", List.of(jwk(pki.selfSigned()))));
        return JsonUtil.toJson(Map.of("clients", List.of(serverA, partnerB, selfSigned))) + "\n";
    }

    private static Map<String, Object> client(String id, String method) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client_id", id);
        client.put("token_endpoint_auth_method", method);
        client.put("scope", SCOPE);
        client.put("tls_client_certificate_bound_access_tokens", true);
        return client;
    }

    /** The public JWK with the certificate in {@code x5c}, as a client registers it. */
    public static Map<String, Object> jwk(TestIdentity identity) {
        try {
            PublicJsonWebKey jwk =
                    PublicJsonWebKey.Factory.newPublicJwk(identity.certificate().getPublicKey());
            jwk.setCertificateChain(identity.certificate());
            return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
