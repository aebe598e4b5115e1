package io.holdfast.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.testpki.TestIdentity;
import io.holdfast.testpki.TestPki;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PKCS#12 files in the orders and without the marks in which Windows, .NET and libraries write them. */
class Pkcs12ShapesTest {
    private static final TestPki PKI = TestPki.create();
    private static final TestIdentity A = PKI.serverA();
    private static final String SECRET = "correct horse battery";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "finds the chain of a key without localKeyId; certificates first: {0}")
    @ValueSource(booleans = {true, false})
    void findsTheChainWithoutLocalKeyId(boolean certificatesFirst) throws Exception {
        List<X509Certificate> issuerFirst = new ArrayList<>(A.chain());
        Collections.reverse(issuerFirst);
        for (List<X509Certificate> order : List.of(A.chain(), issuerFirst)) {
            PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
            if (!certificatesFirst) {
                pfx.addData(encryptedKey(A));
            }
            pfx.addEncryptedData(encryptor(), certificateBags(order));
            if (certificatesFirst) {
                pfx.addData(encryptedKey(A));
            }

            KeyMaterial material = load(write(pfx), null);

            assertThat(material.certificateChain()).isEqualTo(A.chain());
            assertThat(material.privateKey()).isEqualTo(A.privateKey());
        }
    }

    @Test
    @DisplayName("of several keys that are not encrypted the alias chooses, in any case, each with its own chain")
    void choosesAmongUnencryptedKeys() throws Exception {
        PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
        List<X509Certificate> all = new ArrayList<>(A.chain());
        all.addAll(PKI.partnerB().chain());
        pfx.addEncryptedData(encryptor(), certificateBags(all));
        pfx.addData(plainKey(A, "Server A"));
        pfx.addData(plainKey(PKI.partnerB(), "Partner B"));
        Path file = write(pfx);

        assertThat(load(file, "SERVER A").certificateChain()).isEqualTo(A.chain());
        assertThat(load(file, "Partner B").privateKey())
                .isEqualTo(PKI.partnerB().privateKey());
        pfx.addData(plainKey(PKI.partnerB(), "server a"));
        assertThat(load(write(pfx), "server a").certificateChain()).isEqualTo(A.chain());
        assertThatThrownBy(() -> load(file, null))
                .hasMessageContaining("server a-3")
                .hasMessageContaining("server a")
                .hasMessageContaining("partner b")
                .hasMessageContaining("Name one of them as alias, or leave one in the file");
    }

    @Test
    @DisplayName("opens BER with indefinite lengths, as Bouncy Castle and NSS write it")
    void opensBer() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12", new BouncyCastleProvider());
        store.load(null, null);
        store.setKeyEntry("a", A.privateKey(), null, A.chain().toArray(new Certificate[0]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, SECRET.toCharArray());
        assertThat(Arrays.copyOf(out.toByteArray(), 2)).containsExactly(0x30, 0x80);

        assertThat(load(Files.write(directory.resolve("ber.p12"), out.toByteArray()), null)
                        .certificateChain())
                .isEqualTo(A.chain());
    }

    @Test
    @DisplayName("another key's certificate in the file does not become the key's")
    void refusesACertificateOfAnotherKey() throws Exception {
        PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
        pfx.addData(encryptedKey(A));
        pfx.addEncryptedData(encryptor(), certificateBags(PKI.thief().chain()));
        Path file = write(pfx);

        assertThatThrownBy(() -> load(file, null))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("belongs to none of the certificates");
    }

    @Test
    @DisplayName("a key store without certificate says so, encrypted or not")
    void refusesAKeyWithoutCertificate() throws Exception {
        for (PKCS12SafeBag key : List.of(encryptedKey(A), plainKey(A, "a"))) {
            PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
            pfx.addData(key);
            Path file = write(pfx);

            assertThatThrownBy(() -> load(file, null))
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining("has no X.509 certificate");
        }
    }

    @Test
    @DisplayName("every beginning of a file is refused with a message")
    void refusesBeginnings() throws Exception {
        PKCS12PfxPduBuilder pfx = new PKCS12PfxPduBuilder();
        pfx.addData(plainKey(A, "a"));
        pfx.addEncryptedData(encryptor(), certificateBags(A.chain()));
        byte[] whole = Files.readAllBytes(write(pfx));

        for (int length = 0; length < whole.length; length += 7) {
            Path file = Files.write(directory.resolve("cut.p12"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> load(file, null)).isInstanceOf(KeyMaterialException.class);
        }
    }

    private static KeyMaterial load(Path file, String alias) throws Exception {
        KeyStoreFile.Builder store = KeyStoreFile.at(file).password(SECRET.toCharArray());
        return (alias == null ? store : store.alias(alias)).build().load();
    }

    private Path write(PKCS12PfxPduBuilder pfx) throws Exception {
        return Files.write(
                directory.resolve("a.p12"),
                pfx.build(
                                new JcePKCS12MacCalculatorBuilder().setProvider(new BouncyCastleProvider()),
                                SECRET.toCharArray())
                        .getEncoded("DER"));
    }

    private static OutputEncryptor encryptor() throws Exception {
        return new JcePKCSPBEOutputEncryptorBuilder(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC)
                .setProvider(new BouncyCastleProvider())
                .build(SECRET.toCharArray());
    }

    private static PKCS12SafeBag encryptedKey(TestIdentity identity) throws Exception {
        return new JcaPKCS12SafeBagBuilder(identity.privateKey(), encryptor()).build();
    }

    private static PKCS12SafeBag plainKey(TestIdentity identity, String name) {
        return new PKCS12SafeBagBuilder(
                        PrivateKeyInfo.getInstance(identity.privateKey().getEncoded()))
                .addBagAttribute(PKCS12SafeBag.friendlyNameAttribute, new DERBMPString(name))
                .build();
    }

    private static PKCS12SafeBag[] certificateBags(List<X509Certificate> certificates) throws Exception {
        List<PKCS12SafeBag> bags = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            bags.add(new JcaPKCS12SafeBagBuilder(certificate).build());
        }
        return bags.toArray(new PKCS12SafeBag[0]);
    }
}
