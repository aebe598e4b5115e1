package io.holdfast.tomcat;

import org.apache.catalina.Authenticator;
import org.apache.catalina.Context;
import org.apache.catalina.authenticator.NonLoginAuthenticator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Tomcat from making an HTTP session of every request. To a WAR with security constraints and without a login
 * configuration Tomcat adds an authenticator that stores the principal it finds in a new session. Behind this valve
 * every request has its own principal, so nothing ever reads the stored one.
 */
final class ContainerLogin {
    private ContainerLogin() {}

    /** Turns that authenticator's cache off; the application is null if the host has none for the path. */
    static void keepWithoutSession(@Nullable Context application) {
        Authenticator authenticator = application == null ? null : application.getAuthenticator();
        if (authenticator instanceof NonLoginAuthenticator && ((NonLoginAuthenticator) authenticator).getCache()) {
            ((NonLoginAuthenticator) authenticator).setCache(false);
        }
    }
}
