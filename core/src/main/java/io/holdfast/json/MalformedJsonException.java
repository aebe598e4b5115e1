package io.holdfast.json;

/** A text is not the JSON object it should be. The message never holds any of the text. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
