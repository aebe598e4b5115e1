package io.holdfast.demo.parties;

/** A participant of a scene. */
public enum Party {
    SERVER_A("Server A"),
    SERVER_B("Server B"),
    THIEF("The thief"),
    NOBODY("A caller without a certificate"),
    OPERATOR("The operator"),
    TOKEN_SERVICE("the token service"),
    PARTNER_API("the partner API");

    private final String shownName;

    Party(String shownName) {
        this.shownName = shownName;
    }

    /** The name as it stands in a sentence. */
    public String shownName() {
        return shownName;
    }
}
