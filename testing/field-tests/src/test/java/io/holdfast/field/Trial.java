package io.holdfast.field;

import java.util.Locale;
import java.util.regex.Pattern;

/** An application as it is deployed: with right settings, or with one mistake. */
enum Trial {
    FILTER("filter", Kind.RIGHT, "Guards"),
    VALVE("valve", Kind.RIGHT, "Guards"),
    MISSPELT_SETTING("misspelt setting", Kind.SHUT, "audiance"),
    MISSING_TRUST_STORE("`trustStore` missing", Kind.SHUT, "no-such-authorities\\.pem"),
    ERROR_IN_INIT("`Error` at the start", Kind.SHUT, "This listener fails on purpose"),
    MISSING_CLASS(
            "class missing in the jar", Kind.SHUT, "(NoClassDefFoundError|ClassNotFoundException)\\b.*ResourceDoor"),
    WRONG_VALVE_ATTRIBUTE("misspelt valve attribute", Kind.SHUT, "isuer"),
    NO_JAR("jar missing", Kind.OUT_OF_REACH, "(Exception|Error|annot|not)\\b.*@own@\\.CertificateBoundTokenFilter\\b"),
    MISSPELT_CLASS("class name misspelt", Kind.OUT_OF_REACH, "CertificateBoundTokenFiltre"),
    OTHER_NAMESPACE(
            "class of the other namespace",
            Kind.OUT_OF_REACH,
            "@other@[./]CertificateBoundTokenFilter\\b|@other@/servlet/");

    /** What has to come of it. */
    enum Kind {
        /** The decision of the door. */
        RIGHT,
        /** No request reaches the application. */
        SHUT,
        /** Nothing of Holdfast runs, so the container decides. */
        OUT_OF_REACH
    }

    final String title;
    final Kind kind;

    private final String message;

    Trial(String title, Kind kind, String message) {
        this.title = title;
        this.kind = kind;
        this.message = message;
    }

    /** Finds what tells the operator of the cause in a log. */
    Pattern message(Namespace namespace) {
        return Pattern.compile(message.replace("@own@", namespace.name).replace("@other@", namespace.other().name));
    }

    /** The application's name, and its path. */
    String application() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Finds the beginning of the message of a filter that is shut. */
    Pattern shut() {
        return Pattern.compile("The filter holdfast of the application '/" + application() + "' cannot start");
    }

    boolean isOfValve() {
        return this == VALVE || this == WRONG_VALVE_ATTRIBUTE;
    }
}
