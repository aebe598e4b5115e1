package io.holdfast.demo.parties;

import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.KeyMaterialException;
import java.net.SocketException;
import javax.net.ssl.SSLException;

/** Says of an exception what may stand on a page: texts of our own, and of others at most the kind. */
final class Failure {
    private Failure() {}

    /** Why, in a sentence or two that hold no secret. */
    static String reasonOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean ours = cause instanceof TokenUnavailableException || cause instanceof KeyMaterialException;
            boolean ofTheConnection = cause instanceof SocketException || cause instanceof SSLException;
            if (ours || ofTheConnection) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "It failed with " + failure.getClass().getSimpleName() + ".";
    }

    /** Who gave no answer. */
    static Party targetOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenUnavailableException) {
                return Party.TOKEN_SERVICE;
            }
        }
        return Party.PARTNER_API;
    }
}
