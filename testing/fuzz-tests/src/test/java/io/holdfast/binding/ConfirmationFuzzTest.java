package io.holdfast.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.util.Base64URL;
import io.holdfast.fuzz.FuzzTarget;
import io.holdfast.fuzz.ReferenceClaims;
import io.holdfast.fuzz.StrictReference;
import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import java.util.Optional;

/** The confirmation among a token's claims, beside RFC 7800 and RFC 8705 as a pattern. */
final class ConfirmationFuzzTest implements FuzzTarget {
    @FuzzTest
    void confirmation(byte[] input) throws Exception {
        accepts(input);
    }

    @Override
    public boolean accepts(byte[] input) throws Exception {
        Confirmation confirmation;
        try {
            confirmation = FuzzTarget.bounded(input.length, () -> Confirmation.among(StrictJson.parseObject(input)));
        } catch (MalformedJsonException e) {
            return false;
        }
        ReferenceClaims.assertConfirmation(confirmation, StrictReference.object(input));
        confirmation.certificateThumbprint().ifPresent(ConfirmationFuzzTest::assertCanonical);
        return confirmation.kind() == Confirmation.Kind.CERTIFICATE;
    }

    /** A text that is not canonical stays another one than that of the digest with the same bytes. */
    private static void assertCanonical(CertificateThumbprint thumbprint) {
        Base64URL canonical = Base64URL.encode(new Base64URL(thumbprint.value()).decode());
        assertThat(CertificateThumbprint.parse(canonical.toString()).equals(Optional.of(thumbprint)))
                .isEqualTo(canonical.toString().equals(thumbprint.value()));
    }
}
