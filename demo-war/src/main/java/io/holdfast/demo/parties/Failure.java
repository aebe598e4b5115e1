package io.holdfast.demo.parties;

import io.holdfast.keyring.token.TokenUnavailableException;
import io.holdfast.keystore.KeyMaterialException;
import java.net.SocketException;
import javax.net.ssl.SSLException;

/** The text of an exception that a page may show: of our own exceptions the message, of others at most the class. */
final class Failure {
    private Failure() {}

    /** The reason, in a sentence or two without a secret. */
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

    /** The party that did not answer. */
    static Party targetOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenUnavailableException) {
                return Party.TOKEN_SERVICE;
            }
        }
        return Party.PARTNER_API;
    }
}
