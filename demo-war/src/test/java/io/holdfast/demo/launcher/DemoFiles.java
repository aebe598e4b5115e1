package io.holdfast.demo.launcher;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.stream.Stream;

/**
 * The files of the demo: keys and certificates as PKCS#12 and PEM, the registrations and the override descriptor.
 * Only the user who runs the demo can read them.
 */
public final class DemoFiles {
    /** Opens every key store of the demo. It keeps no secret: the keys are new at every start and for loopback only. */
    public static final String PASSWORD = "holdfast-demo";

    public static final String SERVER_A = "server-a";
    public static final String SERVER_A_BRIEF = "server-a-brief";
    public static final String SERVER_B = "server-b";
    public static final String SERVER_C = "server-c";
    static final String THIEF = "thief";

    private final Path directory;

    private DemoFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory if need be and writes everything but the descriptor.
     *
     * @param urls where the demo will be, as the registrations name its APIs by their URLs
     */
    public static DemoFiles write(Path directory, TestPki pki, DemoUrls urls) throws IOException {
        Files.createDirectories(directory);
        // First of all, so that no key is readable even for a moment.
        permit(directory, "rwx------");
        DemoFiles files = new DemoFiles(directory);
        files.writeIdentity("server", pki.server());
        files.writeIdentity(SERVER_A, pki.serverA());
        files.writeIdentity(SERVER_B, pki.partnerB());
        files.writeIdentity(SERVER_C, pki.selfSigned());
        files.writeIdentity(THIEF, pki.thief());
        pki.authority().writePkcs12(directory, "authority-key", PASSWORD.toCharArray());
        pki.authority().writePemCertificates(directory, "authority");
        pki.authority().writeTrustStore(directory, "authority", PASSWORD.toCharArray());
        files.writeClientAuthorities(pki.authority(), pki.selfSigned());
        files.text("registrations.json", DemoRegistrations.json(urls, pki));
        files.text(
                "README.txt",
                "Keys and certificates of the Holdfast demo, made anew each time.\n"
                        + "name.p12 is a PKCS#12 key store with the entry 'identity'; name.pem holds chain and key.\n"
                        + "authority.crt and authority.p12 hold the certificate of the authority, authority-key.p12 its key.\n"
                        + "client-authorities.p12 is for a server that insists on knowing who issued a client's certificate:\n"
                        + "it trusts the authority, and the self-signed certificate of server-c.\n"
                        + "registrations.json holds what the token service knows.\n"
                        + "The password of every .p12 is " + PASSWORD + "\n");
        files.closeToOthers();
        return files;
    }

    public Path path(String name) {
        return directory.resolve(name);
    }

    String absolute(String name) {
        return path(name).toAbsolutePath().normalize().toString();
    }

    /** Writes a descriptor that gives the WAR its settings. */
    public Path override(OverrideDescriptor descriptor) throws IOException {
        return text("override-web.xml", descriptor.toXml());
    }

    /** Writes the context file that gives the WAR its settings in a Tomcat. */
    void writeTomcatContext(DemoUrls urls) throws IOException {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Context>\n");
        DemoParameters.of(urls, this)
                .forEach((name, value) -> xml.append("  <Parameter name=\"")
                        .append(name)
                        .append("\" value=\"")
                        .append(OverrideDescriptor.escape(value).replace("\"", "&quot;"))
                        .append("\" override=\"false\"/>\n"));
        text("ROOT.xml", xml.append("</Context>\n").toString());
    }

    private void writeIdentity(String name, TestIdentity identity) {
        identity.writePkcs12(directory, name, PASSWORD.toCharArray());
        identity.writePem(directory, name);
    }

    /** For servers that, unlike the demo's own, refuse in the handshake what they do not trust. */
    private void writeClientAuthorities(TestIdentity... trusted) throws IOException {
        try (OutputStream out = Files.newOutputStream(path("client-authorities.p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (TestIdentity identity : trusted) {
                store.setCertificateEntry("trusted-" + store.size(), identity.certificate());
            }
            store.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
}
