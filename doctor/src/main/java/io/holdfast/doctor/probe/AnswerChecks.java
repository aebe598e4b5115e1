package io.holdfast.doctor.probe;

import io.holdfast.text.TokenSyntax;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** E: the form of the refusals that the other checks have seen. It sends nothing. */
final class AnswerChecks {
    private static final int LONGEST_CHALLENGE = 2_000;
    private static final List<Check> WRONG_CERTIFICATE =
            List.of(Check.B1, Check.B2, Check.B4, Check.B5, Check.B6, Check.B7);
    private static final String PARAMETER = "[A-Za-z0-9_#*.-]+=(\"(?:[^\"\\\\]|\\\\.)*\"|[A-Za-z0-9!#$%&'*+.^_`|~-]+)";
    private static final Pattern BEARER =
            Pattern.compile("Bearer( " + PARAMETER + "( *, *" + PARAMETER + ")*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE = Pattern.compile("(error|error_description|error_uri|scope)=\"([^\"]*)\"");
    private static final Pattern STACK =
            Pattern.compile("\\bat [\\w$.]+\\([\\w$]+\\.java|Exception\\b|Traceback \\(most recent|\\.java:\\d+");

    private final Trial trial;
    private final ColdBinding cold;

    AnswerChecks(Trial trial, ColdBinding cold) {
        this.trial = trial;
        this.cold = cold;
    }

    void run() {
        List<Exchange> refusals = new ArrayList<>();
        for (Check check : WRONG_CERTIFICATE) {
            Exchange exchange = cold.exchange(check);
            if (exchange != null && trial.meaning(exchange) == Reading.Meaning.REFUSED) {
                refusals.add(exchange);
            }
        }
        wrongCertificate(refusals);
        withoutToken();
        tellsNothing(refusals);
        manner(refusals);
    }

    private void wrongCertificate(List<Exchange> refusals) {
        first(Check.E1, refusals, exchange -> {
            Answer answer = answer(exchange);
            return answer.status() == 401 && challenge(answer).contains("error=\"invalid_token\"")
                    ? null
                    : exchange.call().identity() + ": " + answer.status() + challengeWords(answer);
        });
    }

    private void withoutToken() {
        Result control = trial.result(Check.C1);
        List<Exchange> refusals = control == null ? List.of() : control.evidence();
        first(Check.E2, refusals, exchange -> {
            Answer answer = answer(exchange);
            String challenge = challenge(answer);
            return answer.status() == 401 && !challenge.isEmpty() && !challenge.contains("error=")
                    ? null
                    : "no token: " + answer.status() + challengeWords(answer);
        });
    }

    private void tellsNothing(List<Exchange> wrongCertificates) {
        List<Exchange> refusals = new ArrayList<>(wrongCertificates);
        for (Check check : List.of(Check.C1, Check.C3)) {
            Result control = trial.result(check);
            refusals.addAll(control == null ? List.of() : control.evidence());
        }
        first(Check.E3, refusals, exchange -> {
            String told = told(exchange, answer(exchange));
            return told == null ? null : exchange.call().identity() + ": " + told;
        });
    }

    private @Nullable String told(Exchange exchange, Answer answer) {
        for (String challenge : answer.values("WWW-Authenticate")) {
            if (challenge.toLowerCase(Locale.ROOT).startsWith("bearer") && !isWellFormed(challenge)) {
                return "the challenge is malformed";
            }
        }
        StringBuilder text = new StringBuilder(answer.text());
        answer.headers().forEach(header -> text.append('\n').append(header.getValue()));
        String all = text.toString();
        if (trial.party().redaction().isIn(all)) {
            return "the answer holds the token";
        }
        List<X509Certificate> certificates =
                new ArrayList<>(List.of(trial.party().own().certificate()));
        if (exchange.call().identity().hasCertificate()) {
            certificates.add(exchange.call().identity().certificate());
        }
        for (X509Certificate certificate : certificates) {
            Identity identity = new Identity("", List.of(certificate), null);
            if (all.contains(identity.thumbprint())
                    || all.contains(certificate.getSubjectX500Principal().getName())
                    || all.contains(certificate.getSubjectX500Principal().toString())) {
                return "the answer names a certificate's thumbprint or subject";
            }
        }
        return STACK.matcher(all).find() ? "the answer holds a stack trace or the name of an exception" : null;
    }

    private static boolean isWellFormed(String challenge) {
        return challenge.length() <= LONGEST_CHALLENGE
                && BEARER.matcher(challenge.trim()).lookingAt()
                && VALUE.matcher(challenge).results().allMatch(value -> TokenSyntax.isQuotable(value.group(2)));
    }

    private void manner(List<Exchange> refusals) {
        first(Check.E4, refusals, exchange -> {
            Answer answer = answer(exchange);
            if (answer.status() >= 500) {
                return exchange.call().identity() + ": refused by crashing, " + answer.status();
            }
            if (answer.status() >= 300 && answer.status() < 400) {
                return exchange.call().identity() + ": a redirect, " + answer.status();
            }
            return answer.status() < 300 ? exchange.call().identity() + ": a page, " + answer.words() : null;
        });
    }

    private interface Fault {
        /** The fault of an answer in words; null if it has none. */
        @Nullable
        String of(Exchange exchange);
    }

    private void first(Check check, List<Exchange> exchanges, Fault fault) {
        if (!trial.wants(check)) {
            return;
        }
        List<Exchange> answered = new ArrayList<>(exchanges);
        answered.removeIf(exchange -> exchange.answer() == null);
        for (Exchange exchange : answered) {
            String words = fault.of(exchange);
            if (words != null) {
                trial.finding(check, capital(words) + ".", List.of(exchange));
                return;
            }
        }
        if (answered.isEmpty()) {
            trial.notJudged(check, "no refusal by HTTP was seen");
        } else {
            trial.record(check, Verdict.PASS, "in " + answered.size() + " refusals", answered);
        }
    }

    private static Answer answer(Exchange exchange) {
        return java.util.Objects.requireNonNull(exchange.answer());
    }

    private static String challenge(Answer answer) {
        for (String challenge : answer.values("WWW-Authenticate")) {
            if (challenge.toLowerCase(Locale.ROOT).contains("bearer")) {
                return challenge;
            }
        }
        return "";
    }

    private static String challengeWords(Answer answer) {
        String challenge = challenge(answer);
        return challenge.isEmpty() ? ", without a Bearer challenge" : ", " + challenge;
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
