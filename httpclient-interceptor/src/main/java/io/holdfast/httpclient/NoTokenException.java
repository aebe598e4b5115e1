package io.holdfast.httpclient;

import io.holdfast.keyring.token.TokenUnavailableException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.HttpException;

/**
 * Carries a {@link TokenUnavailableException} out of the chain. It is no {@code IOException}, because HttpClient's retry
 * strategy would repeat those: one request asks the authorization server once.
 */
final class NoTokenException extends HttpException {
    private static final long serialVersionUID = 1L;

    private final TokenUnavailableException unavailable;

    NoTokenException(TokenUnavailableException unavailable) {
        super(String.valueOf(unavailable.getMessage()), unavailable);
        this.unavailable = unavailable;
    }

    /** The failure for the caller, where nothing repeats it any more. */
    TokenUnavailableException unavailable() {
        return unavailable;
    }

    /** The failure as HttpClient tells its own. */
    ClientProtocolException forCaller() {
        return new ClientProtocolException(getMessage(), unavailable);
    }
}
