package io.holdfast.demo.parties;

import io.holdfast.tokenservice.TokenService;

/** The token service of this server. */
public final class LocalTokenService implements TokenServiceControls {
    private final TokenService tokenService;

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
        return "";
    }

    @Override
    public void rotateSigningKey() {
        throw new UnsupportedOperationException();
    }
}
