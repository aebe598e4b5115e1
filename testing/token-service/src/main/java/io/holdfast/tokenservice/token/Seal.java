package io.holdfast.tokenservice.token;

import io.holdfast.text.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tells what this service has written from what somebody has made up: HMAC-SHA256 (RFC 2104). Immutable. */
final class Seal {
    private static final String ALGORITHM = "HmacSHA256";

    /** Random, and gone with the service, as all is that it seals. */
    private final SecretKeySpec key =
            new SecretKeySpec(RandomText.ofBits256().getBytes(StandardCharsets.US_ASCII), ALGORITHM);

    /** 43 characters of base64url. */
    String on(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64Url.encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256, but this one has not", e);
        }
    }

    /** True if this is the seal on the text; takes the same time wherever they differ. */
    boolean isOf(String text, String seal) {
        return MessageDigest.isEqual(
                on(text).getBytes(StandardCharsets.US_ASCII), seal.getBytes(StandardCharsets.UTF_8));
    }
}
