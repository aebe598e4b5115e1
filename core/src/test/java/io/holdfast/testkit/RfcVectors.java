package io.holdfast.testkit;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Examples printed in the RFCs, so that our own code did not produce what it is measured by. */
public final class RfcVectors {

    /** RFC 8705 Appendix A, the example certificate as DER in base64. It expired in May 2022. */
    private static final String CERTIFICATE = "MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAx"
            + "ODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqG"
            + "SM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ"
            + "/Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8wCgYIKoZIzj0EAwID"
            + "SQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOV"
            + "bUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY=";

    /** RFC 8705 Appendix A, the {@code x5t#S256} of that certificate. */
    public static final String APPENDIX_A_THUMBPRINT = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";

    /** RFC 8705 Section 3.1, the example claim. Well-formed, but not canonical: no certificate can have it. */
    public static final String SECTION_3_1_THUMBPRINT = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2";

    /** RFC 8037 Appendix A.2, the {@code x} of the example key on the curve Ed25519. */
    public static final String ED25519_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    /** RFC 8037 Appendix A.4, a JWS made with that key. */
    public static final String ED25519_JWS = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
            + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    private RfcVectors() {}

    public static byte[] appendixACertificateDer() {
        return Base64.getDecoder().decode(CERTIFICATE);
    }

    public static String appendixACertificatePem() {
        return "-----BEGIN CERTIFICATE-----\n" + CERTIFICATE + "\n-----END CERTIFICATE-----\n";
    }

    public static X509Certificate appendixACertificate() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(appendixACertificateDer()));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
