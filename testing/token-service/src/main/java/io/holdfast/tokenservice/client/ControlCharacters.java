package io.holdfast.tokenservice.client;

/** Characters that no name of a client holds: they cut a name short, or hide in it, for the next reader. */
final class ControlCharacters {
    private ControlCharacters() {}

    static boolean in(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
