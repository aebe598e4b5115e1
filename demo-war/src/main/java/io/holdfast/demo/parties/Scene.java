package io.holdfast.demo.parties;

import java.util.Arrays;
import java.util.Optional;

/** The scenes that the console's buttons play. */
public enum Scene {
    OWN_CERTIFICATE(
            Group.CERTIFICATE, "own-certificate", "200", "Own certificate", "Server A reads its orders: let in."),
    STOLEN_TOKEN(
            Group.CERTIFICATE,
            "stolen-token",
            "401",
            "Stolen token",
            "A thief sends A’s token over its own certificate: refused."),
    NO_CERTIFICATE(
            Group.CERTIFICATE,
            "no-certificate",
            "401",
            "No certificate",
            "A’s token comes without a certificate: refused."),
    EXPIRED_TOKEN(
            Group.TOKEN,
            "expired-token",
            "401",
            "Expired token",
            "A’s token lived for one second, and is late: refused."),
    WRONG_AUDIENCE(
            Group.TOKEN,
            "wrong-audience",
            "401",
            "Wrong audience",
            "A’s token for the invoices at the orders: refused."),
    OTHER_PARTNERS_PATH(
            Group.TOKEN,
            "other-partners-path",
            "403",
            "Other partner’s path",
            "A asks for B’s orders, B for A’s: both refused."),
    ROTATE_CERTIFICATE(
            Group.CHANGE,
            "rotate-certificate",
            "401, 200",
            "Rotate A’s certificate",
            "The old token over the new certificate: refused."),
    RETIRE_SIGNING_KEY(
            Group.CHANGE,
            "retire-signing-key",
            "200, 200",
            "Retire the signing key",
            "Tokens in hand stay good until they end."),
    STOP_TOKEN_SERVICE(
            Group.CHANGE,
            "stop-token-service",
            "200",
            "Stop the token service",
            "The token in hand still opens the API."),
    START_TOKEN_SERVICE(
            Group.CHANGE, "start-token-service", "200", "Start the token service", "Fresh tokens can be had again.");

    private final Group group;
    private final String actionName;
    private final String brings;
    private final String label;
    private final String promise;

    Scene(Group group, String actionName, String brings, String label, String promise) {
        this.group = group;
        this.actionName = actionName;
        this.brings = brings;
        this.label = label;
        this.promise = promise;
    }

    public Group group() {
        return group;
    }

    /** The last segment of the action's path. */
    public String actionName() {
        return actionName;
    }

    /** The expected statuses, in short. */
    public String brings() {
        return brings;
    }

    /** The text of the button. */
    public String label() {
        return label;
    }

    /** The point that the button will show, in a line. */
    public String promise() {
        return promise;
    }

    /** The scene of an action's path. */
    public static Optional<Scene> named(String actionName) {
        return Arrays.stream(values())
                .filter(scene -> scene.actionName.equals(actionName))
                .findFirst();
    }

    /** The groups of scenes. */
    public enum Group {
        CERTIFICATE("Whose certificate?"),
        TOKEN("Which token, for what?"),
        CHANGE("While things change");

        private final String heading;

        Group(String heading) {
            this.heading = heading;
        }

        public String heading() {
            return heading;
        }
    }
}
