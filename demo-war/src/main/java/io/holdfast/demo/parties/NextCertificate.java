package io.holdfast.demo.parties;

import io.holdfast.keystore.KeyMaterialException;
import io.holdfast.testpki.CertificateBuilder;
import io.holdfast.testpki.TestIdentity;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Issues Server A's next certificate, as the demo's own authority. Immutable. */
final class NextCertificate {
    private static final int DNS_NAME = 2;
    private static final String SUFFIX = ".p12";

    private final PartyFiles files;

    NextCertificate(PartyFiles files) {
        this.files = files;
    }

    /**
     * Makes a new key and a certificate with the same subject and names, and replaces the present ones in one step.
     *
     * @throws KeyMaterialException if the authority's key or the present certificate cannot be read, or the new one
     *     cannot be written
     */
    void putInPlace() throws KeyMaterialException {
        try {
            TestIdentity authority = TestIdentity.read(files.path(PartyFiles.AUTHORITY_KEY), PartyFiles.password());
            X509Certificate present = TestIdentity.read(files.path(PartyFiles.SERVER_A), PartyFiles.password())
                    .certificate();
            CertificateBuilder next = CertificateBuilder.identity(
                    present.getSubjectX500Principal().getName(), authority);
            for (String name : dnsNames(present)) {
                next.dns(name);
            }
            String name = PartyFiles.SERVER_A.substring(0, PartyFiles.SERVER_A.length() - SUFFIX.length());
            next.build().writePkcs12(files.directory(), name, PartyFiles.password());
        } catch (IOException | CertificateParsingException | RuntimeException e) {
            throw new KeyMaterialException(
                    "Server A’s next certificate could not be put into " + files.directory()
                            + ". The directory must be writable and hold " + PartyFiles.AUTHORITY_KEY + ".",
                    e);
        }
    }

    private static Collection<String> dnsNames(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        Collection<String> dns = new ArrayList<>();
        for (List<?> name : names == null ? Collections.<List<?>>emptyList() : names) {
            if (Integer.valueOf(DNS_NAME).equals(name.get(0))) {
                dns.add((String) name.get(1));
            }
        }
        return dns;
    }
}
