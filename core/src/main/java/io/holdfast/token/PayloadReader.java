package io.holdfast.token;

import io.holdfast.json.MalformedJsonException;
import io.holdfast.json.StrictJson;
import io.holdfast.text.Base64Url;
import java.util.Map;

/** Reads the claims of a token that was verified before, out of its text and in the words of RFC 9068. Immutable. */
final class PayloadReader {
    private final TokenProfile profile;
    private final String keptClaim;

    /**
     * A reader.
     *
     * @param keptClaim the one claim besides those of RFC 9068 that {@link TokenFacts} have
     */
    PayloadReader(TokenProfile profile, String keptClaim) {
        this.profile = profile;
        this.keptClaim = keptClaim;
    }

    String keptClaim() {
        return keptClaim;
    }

    Map<String, Object> claims(CompactJws jws) throws TokenRejectedException {
        return profile.claims(jws.claims());
    }

    /**
     * The claims of a token whose text is known to be good.
     *
     * @param end the index where its signature begins; the text from there on does not matter
     */
    Map<String, Object> claims(byte[] text, int end) {
        int dot = 0;
        while (text[dot] != '.') {
            dot++;
        }
        byte[] payload = Base64Url.decode(text, dot + 1, end);
        if (payload != null) {
            try {
                return profile.claims(StrictJson.parseObject(payload));
            } catch (MalformedJsonException | TokenRejectedException e) {
                throw new IllegalStateException("The claims of a verified token cannot be read any more.", e);
            }
        }
        throw new IllegalStateException("The text of a verified token has changed.");
    }
}
