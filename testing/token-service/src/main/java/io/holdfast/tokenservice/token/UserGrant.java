package io.holdfast.tokenservice.token;

import io.holdfast.tokenservice.client.Target;

/** A user's permission for a client (RFC 6749 §1.3). Immutable, but for being revoked. */
public final class UserGrant {
    private final String clientId;
    private final String user;
    private final Target target;
    private final Revocation revocation = Revocation.ofItsOwn();

    /** @param target what the client may ask for on the user's behalf, and no more */
    public UserGrant(String clientId, String user, Target target) {
        this.clientId = clientId;
        this.user = user;
        this.target = target;
    }

    public String clientId() {
        return clientId;
    }

    public String user() {
        return user;
    }

    public Target target() {
        return target;
    }

    /** Ends every token that was issued for it. */
    public Revocation revocation() {
        return revocation;
    }
}
