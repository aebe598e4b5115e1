package io.holdfast.doctor.probe;

import io.holdfast.doctor.tls.ClientTls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** B3 and B8 to B16: the ways round a comparison that is made elsewhere. */
final class WarmBinding {
    private static final int MOST_ADDRESSES = 3;

    private final Trial trial;
    private final ColdBinding cold;
    private final Place place;
    private final Party party;

    WarmBinding(Trial trial, ColdBinding cold) {
        this.trial = trial;
        this.cold = cold;
        this.place = trial.place();
        this.party = trial.party();
    }

    void run() {
        trial.refuse(Check.B8, thieves("right after your own call, ", call -> call));
        resumption();
        names();
        protocols();
        addresses();
        spellings();
        secondClient();
    }

    /** The attempts of each thief whom TLS lets in, with one change. Where it lets in nobody, of all of them. */
    private List<Attack> thieves(String words, Function<Call, Call> change) {
        List<Identity> thieves =
                cold.thieves().isEmpty() ? List.of(Identity.NONE, party.madeUp().stranger()) : cold.thieves();
        List<Attack> attacks = new ArrayList<>();
        for (Identity thief : thieves) {
            attacks.add(Attack.of(place, words + thief.label(), change.apply(trial.callBy(thief))));
        }
        return attacks;
    }

    private void resumption() {
        if (trial.wants(Check.B10)) {
            Exchange[] seen = new Exchange[1];
            Attack twice = Attack.of(
                    "your pair over a resumed session",
                    line -> seen[0] = second(line, party.own(), trial.callBy(party.own())),
                    line -> line.send(place, trial.callBy(party.own())),
                    "over a new session");
            trial.accept(Check.B10, List.of(twice));
            if (seen[0] != null && !seen[0].tls().resumed) {
                trial.notJudged(Check.B10, "the server resumes no sessions");
            }
        }
        if (!cold.thieves().contains(Identity.NONE)) {
            explain(Check.B11, "nobody gets as far as the token without a certificate");
            return;
        }
        Exchange[] seen = new Exchange[1];
        Attack resumed = Attack.of(
                "your token over a resumed session without a certificate",
                line -> seen[0] =
                        second(line, Identity.NONE, trial.callBy(Identity.NONE).withoutToken()),
                line -> line.send(place, trial.callBy(Identity.NONE)),
                "over a new session");
        trial.refuse(Check.B11, List.of(resumed));
        if (seen[0] != null && !seen[0].tls().resumed && !isFinding(Check.B11)) {
            trial.notJudged(Check.B11, "the server resumes no sessions without a certificate");
        }
    }

    private boolean isFinding(Check check) {
        Result result = trial.result(check);
        return result != null && result.verdict().isFinding();
    }

    /** Makes a session with one call, and sends the token over the resumed one. */
    private Exchange second(Line line, Identity identity, Call first) {
        ClientTls tls = line.tls(identity);
        line.send(place, first.over(Call.Way.sharing(tls)));
        return line.send(place, trial.callBy(identity).over(Call.Way.sharing(tls)));
    }

    private void names() {
        List<Attack> attacks = new ArrayList<>();
        for (String name : trial.settings().alsoNames) {
            attacks.addAll(thieves("TLS names " + name + ", ", call -> call.over(Call.Way.named(name))));
        }
        // Java names no server in TLS whose name has no dot
        if (place.host().contains(".")) {
            attacks.add(thieves("TLS names no server, ", call -> call.over(Call.Way.unnamed()))
                    .get(0));
        }
        if (attacks.isEmpty()) {
            explain(Check.B12, "TLS cannot name " + place.host() + ", and there is no other name (--also-name)");
        } else {
            trial.refuse(Check.B12, attacks);
        }
    }

    private void protocols() {
        if (!trial.wants(Check.B13) || trial.isExplained(Check.B13)) {
            return;
        }
        Exchange usual = cold.exchange(Check.B1);
        String other = usual != null && usual.tls().protocol.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
        List<Attack> attacks = new ArrayList<>();
        attacks.addAll(optional(thieves("over " + other + ", ", call -> call.over(Call.Way.over(other)))));
        if (trial.line().speaksHttp2(place)) {
            attacks.addAll(optional(thieves("over HTTP/2, ", call -> call.over(Call.Way.http2()))));
        }
        if (attacks.isEmpty()) {
            trial.notJudged(Check.B13, "the server speaks one version of TLS and of HTTP");
        } else {
            trial.refuse(Check.B13, attacks);
        }
    }

    /** The attempts without those over what the server does not speak, which the first of them shows. */
    private List<Attack> optional(List<Attack> attacks) {
        Attack first = attacks.get(0);
        Exchange[] seen = new Exchange[1];
        try {
            seen[0] = first.attempt(trial.line());
        } catch (Line.LimitReachedException e) {
            return attacks;
        }
        if (seen[0].answer() == null && !seen[0].isRefusedByTls() && !seen[0].isLate()) {
            return new ArrayList<>();
        }
        List<Attack> rest = new ArrayList<>(attacks.subList(1, attacks.size()));
        rest.add(0, remembered(first, seen));
        return rest;
    }

    /** An attempt that was made already, and is made anew when it is made again. */
    private static Attack remembered(Attack attack, Exchange[] seen) {
        boolean[] used = new boolean[1];
        return Attack.of(
                attack.words(),
                line -> {
                    boolean again = used[0];
                    used[0] = true;
                    return again ? attack.attempt(line) : seen[0];
                },
                attack::control,
                attack.controlWords());
    }

    private void addresses() {
        if (!trial.wants(Check.B14) || trial.isExplained(Check.B14)) {
            return;
        }
        try {
            InetAddress[] all = trial.line().addresses(place.host());
            List<Attack> attacks = new ArrayList<>();
            for (int i = 1; i < all.length && i <= MOST_ADDRESSES; i++) {
                InetAddress address = all[i];
                attacks.addAll(optional(
                        thieves("at " + address.getHostAddress() + ", ", call -> call.over(Call.Way.to(address)))));
            }
            if (attacks.isEmpty()) {
                explain(Check.B14, "the name has one address that answers");
            } else {
                trial.refuse(Check.B14, attacks);
            }
        } catch (UnknownHostException e) {
            explain(Check.B14, "the name has no address any more");
        }
    }

    private void spellings() {
        String path = place.path();
        List<Attack> attacks = new ArrayList<>();
        Identity thief =
                cold.thieves().isEmpty() ? Identity.NONE : cold.thieves().get(0);
        Call call = trial.callBy(thief);
        attacks.add(Attack.of(place, "HEAD, " + thief, call.method("HEAD")));
        List<String> spellings =
                path.length() < 2 ? List.of("//", "/./") : List.of("/" + path, path + ";x=y", "/%2e" + path);
        for (String spelling : spellings) {
            Call other = call.target(place.target(spelling));
            attacks.add(Attack.of(place, spelling + ", " + thief, other).elsewhere());
        }
        trial.refuse(Check.B16, attacks);
    }

    private void secondClient() {
        if (!trial.wants(Check.B3) && !trial.wants(Check.B9)) {
            return;
        }
        Identity other = party.other();
        String otherToken = trial.settings().otherToken;
        if (other == null || otherToken == null) {
            explain(Check.B3, "no second client (--other-keystore, --other-token-file)");
            explain(Check.B9, "no second client (--other-keystore, --other-token-file)");
            return;
        }
        Call theirs = Call.get(place.target(), other).bearer(otherToken);
        Exchange pair = trial.line().send(place, theirs);
        if (!trial.reading().hasSucceeded(pair)) {
            String why = "the other client's token is not accepted with its own certificate: " + pair.words();
            explain(Check.B3, why);
            explain(Check.B9, why);
            return;
        }
        trial.refuse(
                Check.B3,
                List.of(Attack.of(place, "the other client's token with your certificate", theirs.as(party.own()))));
        Call stolen = trial.callBy(other);
        trial.refuse(
                Check.B9,
                List.of(Attack.of(
                        "on a connection of the other client, behind its own token, your token",
                        line -> last(line.send(place, List.of(theirs, stolen.header("Connection", "close")))),
                        line -> line.send(place, stolen),
                        "on a connection of its own")));
    }

    private static Exchange last(List<Exchange> exchanges) {
        return exchanges.get(exchanges.size() - 1);
    }

    private void explain(Check check, String why) {
        if (trial.wants(check) && !trial.isExplained(check)) {
            trial.notJudged(check, why);
        }
    }
}
