package io.holdfast.doctor.probe;

import java.util.function.Function;

/** One attempt of a thief, and the attempt beside it that differs in the one thing that is tried. Immutable. */
final class Attack {
    private final String words;
    private final Function<Line, Exchange> attempt;
    private final Function<Line, Exchange> control;
    private final String controlWords;
    private final boolean elsewhere;

    private Attack(
            String words,
            Function<Line, Exchange> attempt,
            Function<Line, Exchange> control,
            String controlWords,
            boolean elsewhere) {
        this.words = words;
        this.attempt = attempt;
        this.control = control;
        this.controlWords = controlWords;
        this.elsewhere = elsewhere;
    }

    /** An attempt of one call; without its token it must be refused. */
    static Attack of(Place place, String words, Call call) {
        return against(place, words, call, call.withoutToken(), "without the token");
    }

    /** An attempt of one call, and the call that must be refused if the attempt is to mean anything. */
    static Attack against(Place place, String words, Call call, Call control, String controlWords) {
        return of(words, line -> line.send(place, call), line -> line.send(place, control), controlWords);
    }

    static Attack of(
            String words, Function<Line, Exchange> attempt, Function<Line, Exchange> control, String controlWords) {
        return new Attack(words, attempt, control, controlWords, false);
    }

    /** This attempt at another address than the URL's, where another page may be: only the resource itself counts. */
    Attack elsewhere() {
        return new Attack(words, attempt, control, controlWords, true);
    }

    String words() {
        return words;
    }

    Exchange attempt(Line line) {
        return attempt.apply(line);
    }

    Exchange control(Line line) {
        return control.apply(line);
    }

    String controlWords() {
        return controlWords;
    }

    boolean isElsewhere() {
        return elsewhere;
    }
}
