package io.holdfast.demo.parties;

import io.holdfast.tokenservice.TokenService;

/** The token service of this server. Safe for use by many threads. */
public final class LocalTokenService implements TokenServiceControls {
    private final TokenService tokenService;

    /** Controls this token service. */
    public LocalTokenService(TokenService tokenService) {
        this.tokenService = tokenService;
    }

    @Override
    public boolean running() {
        return !tokenService.suspended();
    }

    @Override
    public void stop() {
        tokenService.suspend();
    }

    @Override
    public void start() {
        tokenService.resume();
    }

    @Override
    public String signingKid() {
        return tokenService.signingKeyIds().get(0);
    }

    @Override
    public void rotateSigningKey() {
        tokenService.rotateSigningKey();
    }
}
