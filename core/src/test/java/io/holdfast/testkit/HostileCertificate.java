package io.holdfast.testkit;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A certificate that throws whatever it is given from whatever it is asked. */
public final class HostileCertificate extends X509Certificate {

    private final transient Throwable thrown;

    public HostileCertificate(Throwable thrown) {
        this.thrown = thrown;
    }

    private RuntimeException strike() {
        if (thrown instanceof Error error) {
            throw error;
        }
        return (RuntimeException) thrown;
    }

    @Override
    public byte[] getEncoded() {
        throw strike();
    }

    @Override
    public void verify(PublicKey key) {
        throw strike();
    }

    @Override
    public void verify(PublicKey key, String provider) {
        throw strike();
    }

    @Override
    public String toString() {
        return "a hostile certificate";
    }

    @Override
    public PublicKey getPublicKey() {
        throw strike();
    }

    @Override
    public void checkValidity() {
        throw strike();
    }

    @Override
    public void checkValidity(Date date) {
        throw strike();
    }

    @Override
    public int getVersion() {
        throw strike();
    }

    @Override
    public BigInteger getSerialNumber() {
        throw strike();
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"})
    public Principal getIssuerDN() {
        throw strike();
    }

    @Override
    @SuppressWarnings({"deprecation", "removal"})
    public Principal getSubjectDN() {
        throw strike();
    }

    @Override
    public Date getNotBefore() {
        throw strike();
    }

    @Override
    public Date getNotAfter() {
        throw strike();
    }

    @Override
    public byte[] getTBSCertificate() {
        throw strike();
    }

    @Override
    public byte[] getSignature() {
        throw strike();
    }

    @Override
    public String getSigAlgName() {
        throw strike();
    }

    @Override
    public String getSigAlgOID() {
        throw strike();
    }

    @Override
    public byte[] getSigAlgParams() {
        throw strike();
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getKeyUsage() {
        return null;
    }

    @Override
    public int getBasicConstraints() {
        return -1;
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return false;
    }

    @Override
    public @Nullable Set<String> getCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public @Nullable Set<String> getNonCriticalExtensionOIDs() {
        return null;
    }

    @Override
    public byte @Nullable [] getExtensionValue(String oid) {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return 1;
    }
}
