package io.holdfast.resource;

import io.holdfast.authorizationserver.AuthorizationServerException;
import io.holdfast.config.ConnectionSettings;
import io.holdfast.config.IssuerSettings;
import io.holdfast.config.ResourceSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Names the setting of an issuer to check when its metadata or keys cannot be fetched, and the change. Immutable. */
final class FetchAdvice implements Function<AuthorizationServerException, String> {
    private static final int DEEPEST = 16;

    private final IssuerSettings issuer;
    private final ResourceSetting address;

    /**
     * Advice about one issuer.
     *
     * @param address the setting that may hold the address instead of the metadata
     */
    FetchAdvice(IssuerSettings issuer, ResourceSetting address) {
        this.issuer = issuer;
        this.address = address;
    }

    @Override
    public String apply(AuthorizationServerException failure) {
        String other = failure.otherIssuer().orElse(null);
        if (other != null) {
            return "The setting " + named(ResourceSetting.ISSUER) + " is '" + issuer.issuer()
                    + "', the server's metadata say '" + other
                    + "': write it exactly as they do, the slash at its end included or left out.";
        }
        if (isCausedBy(failure, CertificateException.class)) {
            return "Look at the setting " + named(ResourceSetting.TRUST_STORE) + trusted()
                    + ": it must hold the authority that issued the server's certificate.";
        }
        String where = isCausedBy(failure, SSLPeerUnverifiedException.class)
                ? "The host in it must be one that the server's certificate names."
                : isCausedBy(failure, IOException.class)
                        ? "The server must run, and this host must reach it."
                        : "It must lead to this issuer's server.";
        return "The address comes from the setting " + source() + ". " + where;
    }

    private String source() {
        URI set = address == ResourceSetting.JWKS_URI
                ? issuer.keys().jwksUri().orElse(null)
                : issuer.introspection()
                        .flatMap(introspection -> introspection.endpoint())
                        .orElse(null);
        return set == null
                ? named(ResourceSetting.ISSUER) + " = '" + issuer.issuer() + "', whose metadata are asked unless "
                        + named(address) + " is set"
                : named(address) + " = '" + set + "'";
    }

    private String trusted() {
        ConnectionSettings connection = issuer.connection();
        Path file = connection.trustStore().orElse(null);
        return file == null ? ", which is not set, so that Java's own authorities are trusted" : " = '" + file + "'";
    }

    private String named(ResourceSetting setting) {
        return "'" + issuer.settingName(setting) + "'";
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
