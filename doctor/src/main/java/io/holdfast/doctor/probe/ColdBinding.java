package io.holdfast.doctor.probe;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * B1, B2 and B4 to B7: a thief's certificates with the owner's token, before the owner has used it, so that no earlier
 * decision answers. They are sent between the controls and judged behind them.
 */
final class ColdBinding {
    private final Place place;
    private final Party party;
    private final Map<Check, Attack> attacks = new EnumMap<>(Check.class);
    private final Map<Check, Exchange> exchanges = new EnumMap<>(Check.class);
    private final Set<Check> letIn = EnumSet.noneOf(Check.class);
    private final List<String> impossible = new ArrayList<>();

    ColdBinding(ProbeSettings settings, Party party) {
        this.place = settings.place;
        this.party = party;
        MadeUpIdentities madeUp = party.madeUp();
        add(Check.B1, "no certificate", Identity.NONE);
        Identity other = party.other();
        if (other != null) {
            add(Check.B2, other.label(), other);
        }
        add(Check.B4, madeUp.stranger().label(), madeUp.stranger());
        try {
            add(Check.B5, madeUp.namesake().label(), madeUp.namesake());
            add(Check.B6, madeUp.sameKey().label(), madeUp.sameKey());
        } catch (GeneralSecurityException e) {
            impossible.add(
                    "a certificate like yours cannot be made: " + e.getClass().getSimpleName());
        }
        add(Check.B7, madeUp.withOwnerBehind().label(), madeUp.withOwnerBehind());
    }

    private void add(Check check, String words, Identity identity) {
        Call call = Call.get(place.target(), identity).bearer(party.token());
        attacks.put(check, Attack.of(place, words, call));
    }

    /** Makes the attempts. B1, B2 and B4 are made in any case: they say whom TLS lets in. */
    void send(Line line, Set<Check> wanted) {
        for (Map.Entry<Check, Attack> attack : attacks.entrySet()) {
            Check check = attack.getKey();
            boolean tells = check == Check.B1 || check == Check.B2 || check == Check.B4;
            if (tells || wanted.contains(check)) {
                exchanges.put(check, attack.getValue().attempt(line));
            }
        }
    }

    void judge(Trial trial) {
        for (Map.Entry<Check, Exchange> exchange : exchanges.entrySet()) {
            if (isLetIn(trial, exchange.getValue())) {
                letIn.add(exchange.getKey());
            }
        }
        for (Map.Entry<Check, Exchange> exchange : exchanges.entrySet()) {
            Check check = exchange.getKey();
            trial.judge(check, Objects.requireNonNull(attacks.get(check)), exchange.getValue());
        }
        if (party.other() == null && trial.wants(Check.B2)) {
            trial.notJudged(Check.B2, "no second certificate (--other-keystore)");
        }
        for (String why : impossible) {
            trial.notJudged(Check.B5, why);
            trial.notJudged(Check.B6, why);
        }
    }

    @Nullable
    Exchange exchange(Check check) {
        return exchanges.get(check);
    }

    /** The attempts with another certificate than the owner's that TLS has sent. */
    List<Exchange> withOtherCertificates() {
        List<Exchange> sent = new ArrayList<>();
        for (Exchange exchange : exchanges.values()) {
            if (exchange.call().identity().hasCertificate()) {
                sent.add(exchange);
            }
        }
        return sent;
    }

    /** Identities that get as far as the token without the owner's certificate: a client without one, a stranger. */
    List<Identity> thieves() {
        List<Identity> thieves = new ArrayList<>();
        if (isLetIn(Check.B1)) {
            thieves.add(Identity.NONE);
        }
        Identity stranger = stranger();
        if (stranger != null) {
            thieves.add(stranger);
        }
        return thieves;
    }

    /** A certificate that is not the owner's and gets as far as the token; null if there is none. */
    @Nullable
    Identity stranger() {
        if (isLetIn(Check.B2)) {
            return party.other();
        }
        return isLetIn(Check.B4) ? party.madeUp().stranger() : null;
    }

    private boolean isLetIn(Check check) {
        return letIn.contains(check);
    }

    /** True if the request got as far as the token. Some gateways answer by HTTP what they refuse in TLS. */
    private static boolean isLetIn(Trial trial, Exchange exchange) {
        Answer answer = exchange.answer();
        return answer != null
                && exchange.sentAsMeant()
                && (trial.meaning(exchange) == Reading.Meaning.ACCEPTED
                        || Binding.isAboutTheToken(trial, answer)
                        || isOfWhoReadsTokens(answer));
    }

    /** True for the challenge of somebody who has an objection to the request: a gateway's TLS has none in this form. */
    private static boolean isOfWhoReadsTokens(Answer answer) {
        return answer.values("WWW-Authenticate").stream()
                .anyMatch(
                        challenge -> challenge.regionMatches(true, 0, "Bearer ", 0, 7) && challenge.contains("error="));
    }
}
