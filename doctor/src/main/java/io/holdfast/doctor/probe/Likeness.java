package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the resource from a refusal by comparing with the controls: two answers to the owner, and the answers to
 * requests that must be refused. "Accepted" is never just a status: some servers answer 200 to everything, some refuse
 * with 404. Immutable.
 */
final class Likeness {
    private final Answer good;
    private final boolean typeHolds;
    private final boolean lengthHolds;
    private final boolean bodyHolds;
    private final List<Answer> bad;
    private final @Nullable AcceptedWhen rule;

    Likeness(Answer good, Answer again, List<Answer> bad, @Nullable AcceptedWhen rule) {
        this.good = good;
        this.typeHolds = good.type().equals(again.type());
        this.lengthHolds = good.blanked().length() == again.blanked().length();
        this.bodyHolds = good.blanked().equals(again.blanked());
        this.bad = new ArrayList<>(bad);
        this.rule = rule;
    }

    /** True if the answer is the resource's. */
    boolean isAccepted(Answer answer) {
        if (rule != null) {
            return rule.isMet(answer);
        }
        return isSuccessLikeGood(answer) && !isLikeBad(answer) && (isExact(answer) || !badSucceeds());
    }

    /** True if the answer is a success, but is like neither kind of control: nothing can be concluded from it. */
    boolean isOdd(Answer answer) {
        return rule == null && answer.isSuccess() && !isAccepted(answer) && !isLikeBad(answer);
    }

    /** True if everything that the two good answers had in common is in this one, too. */
    boolean isExact(Answer answer) {
        return isSuccessLikeGood(answer)
                && (!lengthHolds || good.blanked().length() == answer.blanked().length())
                && (!bodyHolds || good.blanked().equals(answer.blanked()));
    }

    /** True if this answer to a bad request shows that the request was refused. */
    boolean tellsApart(Answer refusal) {
        return rule != null ? !rule.isMet(refusal) : !isExact(refusal);
    }

    private boolean isSuccessLikeGood(Answer answer) {
        return answer.status() == good.status() && (!typeHolds || answer.type().equals(good.type()));
    }

    private boolean isLikeBad(Answer answer) {
        return bad.stream()
                .anyMatch(refusal -> refusal.status() == answer.status()
                        && refusal.type().equals(answer.type())
                        && refusal.blanked().equals(answer.blanked()));
    }

    private boolean badSucceeds() {
        return bad.stream().anyMatch(refusal -> refusal.status() == good.status());
    }

    /** The rule of {@code --accepted-when}, for servers whose answers the controls cannot tell apart. Immutable. */
    static final class AcceptedWhen {
        private final int status;
        private final @Nullable String text;

        private AcceptedWhen(int status, @Nullable String text) {
            this.status = status;
            this.text = text;
        }

        /** Reads {@code status=200} or {@code contains=TEXT}; null if it is neither. */
        static @Nullable AcceptedWhen parse(String rule) {
            if (rule.matches("status=[1-5][0-9][0-9]")) {
                return new AcceptedWhen(Integer.parseInt(rule.substring(7)), null);
            }
            return rule.matches("(?s)contains=.+") ? new AcceptedWhen(0, rule.substring(9)) : null;
        }

        boolean isMet(Answer answer) {
            return text != null ? answer.text().contains(text) : answer.status() == status;
        }
    }
}
