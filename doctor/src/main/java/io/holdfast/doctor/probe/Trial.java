package io.holdfast.doctor.probe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges attempts by the controls. What was not sent as meant, what was throttled and what was answered unlike either
 * control is not judged. An acceptance counts when it happens twice, on fresh connections, with a control between that
 * is refused. For one thread.
 */
final class Trial {
    private static final String LIMIT = "the allowed number of requests is used up (--max-requests)";

    private final ProbeSettings settings;
    private final Party party;
    private final Line line;
    private final Reading reading;
    private final Map<Check, Result> results;
    private final Set<Check> sinceControl = EnumSet.noneOf(Check.class);

    Trial(ProbeSettings settings, Party party, Line line, Likeness likeness, Map<Check, Result> results) {
        this.settings = settings;
        this.party = party;
        this.line = line;
        this.reading = new Reading(likeness);
        this.results = new EnumMap<>(results);
    }

    ProbeSettings settings() {
        return settings;
    }

    Party party() {
        return party;
    }

    Place place() {
        return settings.place;
    }

    Line line() {
        return line;
    }

    Reading reading() {
        return reading;
    }

    Likeness likeness() {
        return reading.likeness();
    }

    Reading.Meaning meaning(Exchange exchange) {
        return reading.of(exchange);
    }

    /** The reason why an exchange is unclear. */
    String whyUnclear(Exchange exchange) {
        return reading.whyUnclear(exchange);
    }

    Map<Check, Result> results() {
        return results;
    }

    boolean wants(Check check) {
        return settings.wanted.contains(check);
    }

    /** A call of the owner's token by somebody. */
    Call callBy(Identity identity) {
        return Call.get(place().target(), identity).bearer(party.token());
    }

    /** Makes the attempts of a check by other means, as far as the number of requests allows. */
    void bounded(Check check, Runnable attempts) {
        try {
            attempts.run();
        } catch (Line.LimitReachedException e) {
            notJudged(check, LIMIT);
        }
    }

    /** Makes the attempts of a check, each of which must be refused. */
    void refuse(Check check, List<Attack> attacks) {
        if (!wants(check) || isExplained(check)) {
            return;
        }
        List<Exchange> evidence = new ArrayList<>();
        try {
            for (Attack attack : attacks) {
                evidence.add(attack.attempt(line));
                if (conclude(check, attack, evidence)) {
                    return;
                }
            }
            passed(check, attacks, evidence);
        } catch (Line.LimitReachedException e) {
            notJudged(check, LIMIT);
        }
    }

    /** Judges an attempt that was made before the controls were complete. */
    void judge(Check check, Attack attack, Exchange exchange) {
        List<Exchange> evidence = new ArrayList<>(List.of(exchange));
        try {
            if (meaning(exchange) == Reading.Meaning.ACCEPTED && isExplained(check)) {
                return;
            }
            if (!conclude(check, attack, evidence)) {
                passed(check, List.of(attack), evidence);
            }
        } catch (Line.LimitReachedException e) {
            notJudged(check, LIMIT);
        }
    }

    private void passed(Check check, List<Attack> attacks, List<Exchange> evidence) {
        for (int i = 0; i < evidence.size(); i++) {
            Exchange exchange = evidence.get(i);
            boolean otherPage = attacks.get(i).isElsewhere()
                    && exchange.answer() != null
                    && exchange.sentAsMeant()
                    && likeness().isOdd(exchange.answer());
            if (meaning(exchange) == Reading.Meaning.UNCLEAR && !otherPage) {
                notJudged(check, attacks.get(i).words() + ": " + whyUnclear(exchange));
                return;
            }
        }
        Exchange last = evidence.get(evidence.size() - 1);
        record(check, Verdict.PASS, "refused: " + last.words(), evidence);
    }

    /** True if the check has its verdict, because the last attempt was accepted. */
    private boolean conclude(Check check, Attack attack, List<Exchange> evidence) {
        Exchange first = evidence.get(evidence.size() - 1);
        Answer answer = first.answer();
        if (answer == null || meaning(first) != Reading.Meaning.ACCEPTED) {
            return false;
        }
        Exchange control = attack.control(line);
        evidence.add(control);
        if (meaning(control) == Reading.Meaning.ACCEPTED) {
            boolean everybodys = control.answer() != null && likeness().isExact(control.answer());
            if (attack.isElsewhere() && !everybodys) {
                evidence.remove(control);
                return false; // an open page beside the resource
            }
            if (!attack.isElsewhere()) {
                notJudged(check, attack.words() + ": accepted, but accepted as well " + attack.controlWords());
                return true;
            }
        }
        Exchange again = attack.attempt(line);
        evidence.add(again);
        if (meaning(again) == Reading.Meaning.ACCEPTED) {
            finding(check, capital(attack.words()) + ": " + answer.words() + ", as the owner gets.", evidence);
        } else {
            notJudged(check, attack.words() + ": accepted once, then " + again.words() + ". Run the probe again.");
        }
        return true;
    }

    /** Judges what must be accepted: like the owner's answer, or else twice not. */
    void accept(Check check, List<Attack> attempts) {
        if (!wants(check)) {
            return;
        }
        List<Exchange> evidence = new ArrayList<>();
        try {
            for (Attack attempt : attempts) {
                Exchange exchange = attempt.attempt(line);
                evidence.add(exchange);
                if (meaning(exchange) != Reading.Meaning.ACCEPTED) {
                    refusedWrongly(check, attempt, exchange, evidence);
                    return;
                }
            }
            record(check, Verdict.PASS, "accepted", evidence);
        } catch (Line.LimitReachedException e) {
            notJudged(check, LIMIT);
        }
    }

    private void refusedWrongly(Check check, Attack attempt, Exchange exchange, List<Exchange> evidence) {
        if (meaning(exchange) == Reading.Meaning.UNCLEAR) {
            notJudged(check, attempt.words() + ": " + whyUnclear(exchange));
            return;
        }
        Exchange control = attempt.control(line);
        Exchange again = attempt.attempt(line);
        evidence.add(control);
        evidence.add(again);
        if (meaning(control) == Reading.Meaning.ACCEPTED && meaning(again) == meaning(exchange)) {
            finding(check, capital(attempt.words()) + ": " + exchange.words() + ".", evidence);
        } else {
            notJudged(check, attempt.words() + ": " + exchange.words() + ", then " + again.words());
        }
    }

    /** True, with the reason on record, if the failure of another check explains one of this. */
    boolean isExplained(Check check) {
        for (Check cause : check.follows()) {
            Result result = results.get(cause);
            if (result != null && result.verdict().isFinding()) {
                notJudged(check, "follows from " + cause + ": " + cause.headline());
                return true;
            }
        }
        return false;
    }

    /** C5: the owner's call again. If it is refused, no refusal since the last control proves anything. */
    void control() {
        try {
            Exchange exchange = line.send(place(), callBy(party.own()));
            boolean good = meaning(exchange) == Reading.Meaning.ACCEPTED
                    || (exchange.answer() != null && likeness().isAccepted(exchange.answer()));
            Result before = results.get(Check.C5);
            if (good && (before == null || before.verdict() == Verdict.PASS)) {
                results.put(Check.C5, new Result(Check.C5, Verdict.PASS, "accepted", List.of(exchange)));
            } else if (!good) {
                String why = "your own token was no longer accepted after these checks (" + exchange.words()
                        + "): a rate limit, a lock-out, or the token has ended";
                results.put(Check.C5, new Result(Check.C5, Verdict.NOT_JUDGED, why, List.of(exchange)));
                for (Check check : sinceControl) {
                    Result result = results.get(check);
                    if (result != null && result.verdict() == Verdict.PASS) {
                        results.put(check, new Result(check, Verdict.NOT_JUDGED, why, List.of(exchange)));
                    }
                }
            }
        } catch (Line.LimitReachedException e) {
            // the checks before it were judged by the controls before them
        }
        sinceControl.clear();
    }

    /** C6, from all exchanges that were judged. */
    void recordSent() {
        long wrong = reading.notAsMeant();
        record(
                Check.C6,
                wrong == 0 ? Verdict.PASS : Verdict.NOT_JUDGED,
                wrong == 0
                        ? "in each of " + reading.answered() + " exchanges"
                        : "in " + wrong + " of " + reading.answered()
                                + " exchanges TLS did not send the certificate that"
                                + " was meant; they are not judged",
                List.of());
    }

    void finding(Check check, String seen, List<Exchange> evidence) {
        record(check, check.severity().verdict(), seen, evidence);
    }

    /** Passes a check that no answer speaks against, if all of them came in time. */
    void passUnlessLate(Check check, String seen, List<Exchange> evidence) {
        for (Exchange exchange : evidence) {
            if (exchange.isLate()) {
                notJudged(check, exchange.words());
                return;
            }
        }
        record(check, Verdict.PASS, seen, evidence);
    }

    void notJudged(Check check, String why) {
        record(check, Verdict.NOT_JUDGED, why, List.of());
    }

    void record(Check check, Verdict verdict, String seen, List<Exchange> evidence) {
        results.put(check, new Result(check, verdict, seen, evidence));
        sinceControl.add(check);
    }

    @Nullable
    Result result(Check check) {
        return results.get(check);
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
