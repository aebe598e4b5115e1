package io.holdfast.tokenservice.client;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The values of {@code grant_type} that the token service offers, as clients are registered for them (RFC 7591 §2). */
public final class GrantTypes {
    public static final String CLIENT_CREDENTIALS = "client_credentials";
    public static final String AUTHORIZATION_CODE = "authorization_code";
    public static final String REFRESH_TOKEN = "refresh_token";
    public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    static final List<String> OFFERED = Collections.unmodifiableList(
            Arrays.asList(CLIENT_CREDENTIALS, AUTHORIZATION_CODE, REFRESH_TOKEN, TOKEN_EXCHANGE));

    private GrantTypes() {}
}
