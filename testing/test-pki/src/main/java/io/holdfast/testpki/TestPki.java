package io.holdfast.testpki;

/**
 * A small public key infrastructure with roles. The thief has a good certificate of the same authority as its victim:
 * only the binding can distinguish them. Every infrastructure has keys of its own, made when it is created. Immutable
 * and safe to share between threads.
 */
public final class TestPki {

    private final TestIdentity authority = authority("CN=Test Authority,O=Holdfast Test");
    private final TestIdentity secondAuthority = authority("CN=Second Authority,O=Somebody Else");
    private final TestIdentity server = identity("CN=localhost,O=Holdfast Test")
            .dns("localhost")
            .ip("127.0.0.1")
            .onlyForServers()
            .build();
    private final TestIdentity serverA = identity("CN=Server A,OU=Orders,O=Partner A")
            .dns("server-a.partner-a.example")
            .build();
    private final TestIdentity partnerB = identity("CN=Server B,OU=Stock,O=Partner B")
            .dns("server-b.partner-b.example")
            .build();
    private final TestIdentity partnerC = identity("CN=Server C,OU=Billing,O=Partner C")
            .dns("server-c.partner-c.example")
            .build();
    private final TestIdentity thief = identity("CN=Thief,O=Partner C").build();
    private final TestIdentity selfSigned =
            identity("CN=Self-Signed,O=Partner D").selfSigned().build();

    private TestPki() {}

    /** Makes a key and a certificate for every role. */
    public static TestPki create() {
        return new TestPki();
    }

    /** The issuer of every role but the second authority and the self-signed client. */
    public TestIdentity authority() {
        return authority;
    }

    /** An authority that nobody has configured. */
    public TestIdentity secondAuthority() {
        return secondAuthority;
    }

    /** A TLS server on {@code localhost} and {@code 127.0.0.1}. */
    public TestIdentity server() {
        return server;
    }

    /** The honest client. */
    public TestIdentity serverA() {
        return serverA;
    }

    /** Another honest client of the same authority. */
    public TestIdentity partnerB() {
        return partnerB;
    }

    /** A third honest client of the same authority, though of the thief's organisation. */
    public TestIdentity partnerC() {
        return partnerC;
    }

    /** A client that has stolen a token, and has a good certificate of its own. */
    public TestIdentity thief() {
        return thief;
    }

    /** A client with a self-signed certificate. */
    public TestIdentity selfSigned() {
        return selfSigned;
    }

    /**
     * Starts a certificate, under {@link #authority()} unless the builder sets another issuer; the name is in RFC 4514
     * form.
     */
    public CertificateBuilder identity(String distinguishedName) {
        return CertificateBuilder.identity(distinguishedName, authority);
    }

    private static TestIdentity authority(String distinguishedName) {
        return CertificateBuilder.selfSigned(distinguishedName).authority().build();
    }
}
