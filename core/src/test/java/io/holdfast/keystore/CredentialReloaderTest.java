package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testkit.SecretiveSource;
import io.holdfast.testkit.SettableClock;
import io.holdfast.testpki.PemText;
import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.ProviderException;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialReloaderTest {
    private static final TestPki PKI = TestPki.create();

    @TempDir
    private Path directory;

    private final SettableClock clock = SettableClock.atPresent();
    private final AtomicInteger loads = new AtomicInteger();
    private Path keyFile;
    private Path certificateFile;
    private CredentialReloader reloader;

    @BeforeEach
    void writeTheFirstCredentials() throws IOException {
        keyFile = PKI.serverA().writePemKey(directory, "client");
        certificateFile = PKI.serverA().writePemCertificates(directory, "client");
        reloader = new CredentialReloader(source(trust()), clock);
    }

    @Test
    @DisplayName("C-5 the first call has credentials, the next has none while the files are the same")
    void handsOutOnce() throws Exception {
        CredentialGeneration first = reloader.loadIfChanged();

        assertThat(first.thumbprint().value()).isEqualTo(PKI.serverA().thumbprint());
        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("C-5 files with the same content are not opened again")
    void opensOnlyWhatChanged() throws Exception {
        reloader.loadIfChanged();
        Files.setLastModifiedTime(
                keyFile, java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(reloader.loadIfChanged()).isNull();
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("C-5 a renewed certificate of the same key and subject is another generation")
    void seesARenewedCertificate() throws Exception {
        reloader.loadIfChanged();
        TestIdentity renewed = PKI.serverA().renewed();
        renewed.writePemCertificates(directory, "client");

        assertThat(reloader.loadIfChanged().thumbprint().value()).isEqualTo(renewed.thumbprint());
        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("the same certificates in another form are no other generation")
    void passesOverAnotherForm() throws Exception {
        reloader.loadIfChanged();
        Files.writeString(certificateFile, "# exported anew\n" + Files.readString(certificateFile));

        assertThat(reloader.loadIfChanged()).isNull();
        assertThat(reloader.loadIfChanged()).isNull();
        assertThat(loads).as("the other form is opened once").hasValue(2);
    }

    @Test
    @DisplayName("C-5 another issuer after the same certificate is another generation")
    void seesAnotherChain() throws Exception {
        PKI.serverA().withChainAfter().writePemCertificates(directory, "client");
        reloader.loadIfChanged();
        PKI.serverA().writePemCertificates(directory, "client");

        assertThat(reloader.loadIfChanged().certificateChain())
                .isEqualTo(PKI.serverA().chain());
    }

    @Test
    @DisplayName("C-5 other trust with the same key is another generation")
    void seesOtherTrust() throws Exception {
        Path trusted = PKI.authority().writePemCertificates(directory, "trusted");
        reloader = new CredentialReloader(source(trustIn(trusted)), clock);
        CredentialGeneration first = reloader.loadIfChanged();

        PKI.secondAuthority().writePemCertificates(directory, "trusted");
        CredentialGeneration second = reloader.loadIfChanged();

        assertThat(second.thumbprint()).isEqualTo(first.thumbprint());
        assertThat(second.sslContext()).isNotSameAs(first.sslContext());
        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("C-5 a new certificate beside the old key is a failure until its key is there")
    void waitsForTheSecondOfTwoFiles() throws Exception {
        reloader.loadIfChanged();
        PKI.partnerB().writePemCertificates(directory, "client");

        assertThatThrownBy(reloader::loadIfChanged)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("belongs to none of the certificates");

        PKI.partnerB().writePemKey(directory, "client");
        assertThat(reloader.loadIfChanged().thumbprint().value())
                .isEqualTo(PKI.partnerB().thumbprint());
    }

    @Test
    @DisplayName("C-5 no truncation of a PKCS#12, JKS or PEM file is taken, and the whole file is afterwards")
    void takesNoTruncatedFile() throws Exception {
        char[] password = "changeit".toCharArray();
        for (Path whole : List.of(
                PKI.partnerB().writePkcs12(directory, "new", password),
                PKI.partnerB().writeJks(directory, "new", password),
                PKI.partnerB().writePem(directory, "new"))) {
            Path used = directory.resolve("used");
            PKI.serverA().writePkcs12(directory, "old", password);
            KeyStoreSource keys = whole.toString().endsWith(".pem")
                    ? PemKeyStore.at(used).build()
                    : KeyStoreFile.at(used).password(password).build();
            Files.copy(
                    whole.toString().endsWith(".pem")
                            ? PKI.serverA().writePem(directory, "old")
                            : directory.resolve("old.p12"),
                    used,
                    StandardCopyOption.REPLACE_EXISTING);
            CredentialReloader reloading = new CredentialReloader(CredentialSource.of(keys, trust()), clock);
            reloading.loadIfChanged();
            byte[] content = Files.readAllBytes(whole);

            for (int length = 0; length < content.length - 2; length += content.length / 20) {
                Files.write(used, java.util.Arrays.copyOf(content, length));
                assertThatThrownBy(reloading::loadIfChanged)
                        .as("%s cut to %s of %s bytes", whole.getFileName(), length, content.length)
                        .isInstanceOf(KeyMaterialException.class);
            }
            Files.write(used, content);
            assertThat(reloading.loadIfChanged().certificateChain())
                    .isEqualTo(PKI.partnerB().chain());
        }
    }

    @Test
    @DisplayName("C-5 a chain that has lost its issuer is taken when it is the same twice, not at once")
    void takesAShorterChainOnlyWhenItStays() throws Exception {
        reloader.loadIfChanged();
        Files.writeString(
                certificateFile,
                PemText.certificates(List.of(PKI.serverA().renewed().certificate())));

        assertThatThrownBy(reloader::loadIfChanged).hasMessageContaining("half-written");
        assertThat(reloader.loadIfChanged().certificateChain()).hasSize(1);
    }

    @Test
    @DisplayName("C-5 a trust bundle that has lost certificates is taken when it is the same twice, not at once")
    void takesLessTrustOnlyWhenItStays() throws Exception {
        Path trusted = directory.resolve("trusted.pem");
        String both = PemText.certificates(
                List.of(PKI.authority().certificate(), PKI.secondAuthority().certificate()));
        Files.writeString(trusted, both);
        reloader = new CredentialReloader(source(trustIn(trusted)), clock);
        reloader.loadIfChanged();

        PKI.authority().writePemCertificates(directory, "one");
        Files.copy(directory.resolve("one.crt"), trusted, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(reloader::loadIfChanged).hasMessageContaining("half-written");
        Files.writeString(trusted, both);
        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("C-5 files that change while they are read are a failure")
    void noticesAWriter() throws Exception {
        reloader = new CredentialReloader(changingAfterTheFirstLoad(() -> write(certificateFile, "-----BEGIN")), clock);

        assertThatThrownBy(reloader::loadIfChanged).hasMessageContaining("changed while it was read");
        PKI.serverA().writePemCertificates(directory, "client");
        assertThat(reloader.loadIfChanged()).isNotNull();
    }

    @Test
    @DisplayName("C-5 files that are replaced by renaming while they are read are read once more, and are no failure")
    void readsOnceMoreAfterARename() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        TestIdentity renewed = PKI.serverA().renewed();
        reloader = new CredentialReloader(
                changingAfterTheFirstLoad(() -> {
                    rename(renewed.writePemKey(elsewhere, "client"), keyFile);
                    rename(renewed.writePemCertificates(elsewhere, "client"), certificateFile);
                }),
                clock);

        assertThat(reloader.loadIfChanged().thumbprint().value()).isEqualTo(renewed.thumbprint());
        assertThat(loads).hasValue(2);
        assertThat(reloader.loadIfChanged()).isNull();
    }

    /** Files that somebody changes when they have just been read for the first time. */
    private CredentialSource changingAfterTheFirstLoad(Runnable change) {
        CredentialSource real = source(trust());
        return new CredentialSource() {
            @Override
            public CredentialGeneration load() throws KeyMaterialException {
                CredentialGeneration loaded = real.load();
                if (loads.get() == 1) {
                    change.run();
                }
                return loaded;
            }

            @Override
            public Collection<Path> files() {
                return real.files();
            }
        };
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("C-5 a file that is missing for a moment is a failure, and afterwards nothing has changed")
    void survivesAMissingFile() throws Exception {
        reloader.loadIfChanged();
        byte[] content = Files.readAllBytes(keyFile);
        Files.delete(keyFile);

        assertThatThrownBy(reloader::loadIfChanged).hasMessageContaining("There is no file");

        Files.write(keyFile, content);
        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("a certificate that is not yet valid is refused, and taken from its first moment on")
    void waitsForTheFirstMoment() throws Exception {
        reloader.loadIfChanged();
        Instant start = clock.instant().plus(Duration.ofHours(1));
        TestIdentity early = PKI.identity("CN=Server A")
                .valid(start, start.plus(Duration.ofDays(1)))
                .build();
        early.writePemKey(directory, "client");
        early.writePemCertificates(directory, "client");

        assertThatThrownBy(reloader::loadIfChanged)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("valid only from " + start)
                .hasMessageContaining("clock");

        clock.set(start);
        assertThat(reloader.loadIfChanged().thumbprint().value()).isEqualTo(early.thumbprint());
    }

    @Test
    @DisplayName("a certificate that has ended is refused, the first one too")
    void refusesAnEndedCertificate() throws Exception {
        Instant end = clock.instant().minusSeconds(1);
        TestIdentity ended = PKI.identity("CN=Server A")
                .valid(end.minus(Duration.ofDays(1)), end)
                .build();
        ended.writePemKey(directory, "client");
        ended.writePemCertificates(directory, "client");

        assertThatThrownBy(reloader::loadIfChanged)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("ended at " + end)
                .hasMessageContaining("CN=Server A");
    }

    @Test
    @DisplayName("credentials in use whose certificate ends are still the same credentials")
    void doesNotFailForThoseInUse() throws Exception {
        reloader.loadIfChanged();

        clock.set(PKI.serverA().certificate().getNotAfter().toInstant().plusSeconds(1));

        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("what is not in files is loaded each time and compared")
    void comparesWhatIsNotInFiles() throws Exception {
        AtomicReference<TestIdentity> present = new AtomicReference<>(PKI.serverA());
        reloader = new CredentialReloader(
                CredentialSource.of(
                        () -> KeyMaterial.of(
                                present.get().privateKey(), present.get().chain()),
                        trust()),
                clock);

        assertThat(reloader.loadIfChanged()).isNotNull();
        assertThat(reloader.loadIfChanged()).isNull();
        present.set(PKI.selfSigned());
        assertThat(reloader.loadIfChanged().thumbprint().value())
                .isEqualTo(PKI.selfSigned().thumbprint());
    }

    @Test
    @DisplayName("C-5 a key in hardware that has been away is another generation, with the same certificate too")
    void replacesAKeyThatIsLost() throws Exception {
        AtomicReference<TokenKey> present = new AtomicReference<>(new TokenKey(PKI.serverA()));
        reloader = new CredentialReloader(
                CredentialSource.of(
                        () -> KeyMaterial.of(present.get(), PKI.serverA().chain()), trust()),
                clock);
        CredentialGeneration first = reloader.loadIfChanged();
        TokenKey earlier = present.getAndSet(new TokenKey(PKI.serverA()));
        assertThat(reloader.loadIfChanged())
                .as("another object for the key, but the first one works")
                .isNull();

        earlier.isAway = true;

        CredentialGeneration second = reloader.loadIfChanged();
        assertThat(second.thumbprint()).isEqualTo(first.thumbprint());
        assertThat(second.keyMaterial().orElseThrow().privateKey()).isSameAs(present.get());
        assertThat(reloader.loadIfChanged()).isNull();
    }

    @Test
    @DisplayName("C-5 a key that is in no file is loaded each time, though the trust is in one that stays the same")
    void loadsAKeyInNoFileBesideTrustInAFile() throws Exception {
        AtomicReference<TestIdentity> present = new AtomicReference<>(PKI.serverA());
        Path trusted = PKI.authority().writePemCertificates(directory, "trusted");
        reloader = new CredentialReloader(
                CredentialSource.of(
                        () -> KeyMaterial.of(
                                present.get().privateKey(), present.get().chain()),
                        TrustStoreFile.at(trusted).build()),
                clock);
        reloader.loadIfChanged();

        present.set(PKI.partnerB());

        assertThat(reloader.loadIfChanged().thumbprint().value())
                .isEqualTo(PKI.partnerB().thumbprint());
    }

    @Test
    @DisplayName("C-5 an unchanged file is opened once an hour, and each time when its certificate has ended")
    void opensAnUnchangedFileNowAndThen() throws Exception {
        reloader.loadIfChanged();
        assertThat(loads).hasValue(1);

        clock.advance(Duration.ofHours(1));
        reloader.loadIfChanged();
        assertThat(loads).as("opened once an hour").hasValue(2);
        clock.set(PKI.serverA().certificate().getNotAfter().toInstant().plusSeconds(1));
        reloader.loadIfChanged();
        reloader.loadIfChanged();
        assertThat(loads).as("opened each time when the certificate has ended").hasValue(4);
    }

    @Test
    @DisplayName("of ready TLS contexts another one is another generation, with the same certificate too")
    void comparesReadyContexts() throws Exception {
        AtomicReference<SSLContext> present =
                new AtomicReference<>(PKI.serverA().clientContext());
        reloader = new CredentialReloader(
                () -> CredentialGeneration.of(present.get(), PKI.serverA().chain()), clock);

        assertThat(reloader.loadIfChanged().sslContext()).isSameAs(present.get());
        assertThat(reloader.loadIfChanged()).isNull();
        present.set(PKI.serverA().clientContext());
        assertThat(reloader.loadIfChanged().sslContext()).isSameAs(present.get());
    }

    @Test
    @DisplayName("F7 C-31 a source that throws something else is a failure like any other, and its text is not shown")
    void survivesASourceThatThrows() {
        reloader = new CredentialReloader(
                () -> {
                    throw new IllegalStateException("password hunter2", new IOException("hunter2 too"));
                },
                clock);

        assertThatThrownBy(reloader::loadIfChanged)
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("java.lang.IllegalStateException")
                .satisfies(failure ->
                        assertThat(KeyStoreFileTest.stackTrace(failure)).doesNotContain("hunter2"));
    }

    @Test
    @DisplayName("F7 a source that cannot say its files is a failure like any other, and its text is not shown")
    void survivesASourceWithoutFiles() {
        reloader = new CredentialReloader(new SecretiveSource("password hunter2"), clock);

        assertThatThrownBy(reloader::loadIfChanged)
                .isInstanceOf(KeyMaterialException.class)
                .satisfies(failure ->
                        assertThat(KeyStoreFileTest.stackTrace(failure)).doesNotContain("hunter2"));
    }

    @Test
    @DisplayName("F7 C-31 what an application's source or trust says of itself is in no message")
    void namesForeignSourcesByTheirClass() {
        PasswordSource foreign = new PasswordSource() {
            @Override
            public char[] password() {
                throw new IllegalStateException("password hunter2");
            }

            @Override
            public String toString() {
                return "hunter2";
            }
        };
        KeyStoreSource keys =
                KeyStoreFile.at(keyFile).type("PKCS12").password(foreign).build();
        CredentialSource named = CredentialSource.of(keys, trust());
        reloader = new CredentialReloader(named, clock);

        assertThatThrownBy(reloader::loadIfChanged)
                .hasMessageContaining(keyFile.toString())
                .satisfies(failure ->
                        assertThat(KeyStoreFileTest.stackTrace(failure)).doesNotContain("hunter2"));
        assertThat(ShownSource.of(new String("hunter2"))).isEqualTo("java.lang.String");
        assertThat(ShownSource.of((KeyStoreSource) () -> keys.load())).doesNotContain("@");
    }

    /** As a key in hardware: it has no form to be shown in, and fails when it is away. */
    private static final class TokenKey implements ECPrivateKey {
        private static final long serialVersionUID = 1L;

        private final transient ECPrivateKey key;
        private volatile boolean isAway;

        TokenKey(TestIdentity identity) {
            this.key = (ECPrivateKey) identity.privateKey();
        }

        @Override
        public BigInteger getS() {
            if (isAway) {
                throw new ProviderException("Token has been removed");
            }
            return key.getS();
        }

        @Override
        public ECParameterSpec getParams() {
            return key.getParams();
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }

    private CredentialSource source(TrustSource trust) {
        PemKeyStore keys = PemKeyStore.at(keyFile).certificates(certificateFile).build();
        return CredentialSource.of(
                new KeyStoreSource() {
                    @Override
                    public KeyMaterial load() throws KeyMaterialException {
                        loads.incrementAndGet();
                        return keys.load();
                    }

                    @Override
                    public Collection<Path> files() {
                        return keys.files();
                    }
                },
                trust);
    }

    private static TrustSource trust() {
        return TrustedCertificates.of(List.of(PKI.authority().certificate()));
    }

    private static TrustSource trustIn(Path file) {
        return new TrustSource() {
            @Override
            public TrustedCertificates load() throws KeyMaterialException {
                return TrustedCertificates.load(file, null, null);
            }

            @Override
            public Collection<Path> files() {
                return List.of(file);
            }
        };
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
