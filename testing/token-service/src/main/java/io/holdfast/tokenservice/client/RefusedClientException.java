package io.holdfast.tokenservice.client;

/** A request has not proven to come from a registered client. The message is for the operator's log. */
final class RefusedClientException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param who the end of a sentence that begins with "Refused", with nothing of the caller's choice in it */
    RefusedClientException(String who) {
        super(who, null, false, false);
    }
}
