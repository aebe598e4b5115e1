package io.holdfast.doctor.explain;

/** The keys that an explained token is verified with. */
enum KeySource {
    /** The issuer's, fetched as the door fetches them. */
    ISSUER("the issuer's keys"),
    /** Keys of a file. */
    FILE("the keys of the file"),
    /** None: the token is signed anew for the explanation. */
    NONE("no keys: signature NOT checked");

    private final String words;

    KeySource(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
