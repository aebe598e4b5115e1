package io.holdfast.doctor.probe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** T: where the token stands in the request. All with the owner's certificate. */
final class TransportChecks {
    private static final String MADE_UP = "bWFkZS11cC1ieS1ob2xkZmFzdC1wcm9iZQ";

    private final Trial trial;
    private final Place place;
    private final Call bare;
    private final String token;

    TransportChecks(Trial trial) {
        this.trial = trial;
        this.place = trial.place();
        this.token = trial.party().token();
        this.bare = Call.get(place.target(), trial.party().own());
    }

    void run() {
        Call madeUp = bare.bearer(MADE_UP);
        trial.refuse(
                Check.T2,
                List.of(
                        Attack.against(
                                place,
                                "two Authorization headers, your token first",
                                bare.bearer(token).bearer(MADE_UP),
                                madeUp,
                                "with the other one alone"),
                        Attack.against(
                                place,
                                "two Authorization headers, your token last",
                                madeUp.bearer(token),
                                madeUp,
                                "with the other one alone")));
        trial.accept(
                Check.T4,
                List.of(Attack.against(
                        place,
                        "the scheme bearer in small letters",
                        bare.header("Authorization", "bearer " + token),
                        bare.bearer(token),
                        "with Bearer")));
        String cookies = "access_token=" + token + "; token=" + token + "; Authorization=" + token;
        trial.refuse(
                Check.T5,
                List.of(Attack.against(
                        place, "your token in cookies", bare.header("Cookie", cookies), bare, "without cookies")));
        if (trial.settings().active) {
            query();
        }
    }

    private void query() {
        String target = place.target();
        Call inQuery = bare.target(target + (target.contains("?") ? "&" : "?") + parameter(token));
        trial.refuse(
                Check.T1, List.of(Attack.against(place, "your token in the query alone", inQuery, bare, "without it")));
        trial.refuse(
                Check.T3,
                List.of(Attack.against(
                        place, "your token in header and query", inQuery.bearer(token), bare, "without either")));
    }

    /** A token in a query, as RFC 6750 section 2.3 has it: an opaque one may hold a plus sign, which means a space there. */
    static String parameter(String token) {
        return "access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }
}
