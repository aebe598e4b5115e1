package io.holdfast.httpclient4;

import io.holdfast.keyring.token.TokenUnavailableException;
import org.apache.http.HttpException;

/**
 * Carries a {@link TokenUnavailableException} out of the chain. It is no {@code IOException}, because HttpClient would
 * repeat those: one request asks the authorization server once.
 */
final class NoTokenException extends HttpException {
    private static final long serialVersionUID = 1L;

    NoTokenException(TokenUnavailableException unavailable) {
        super(String.valueOf(unavailable.getMessage()), unavailable);
    }
}
