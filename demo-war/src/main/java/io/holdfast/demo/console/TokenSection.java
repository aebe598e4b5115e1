package io.holdfast.demo.console;

import io.holdfast.demo.parties.SentToken;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;

/** A token's header and claims with a note on each. Immutable. */
final class TokenSection {
    private static final int LONGEST_VALUE = 400;

    private static final Template TEMPLATE = Template.load("token.html");
    private static final Template CLAIM = Template.load("claim.html");

    /** Renders the token; empty for an opaque one. */
    Html render(SentToken token, Instant now) {
        if (token.claims().isEmpty()) {
            return Html.NOTHING;
        }
        return TEMPLATE.filling()
                .with("digest", token.digest())
                .with("header", members(token.header(), now))
                .with("claims", members(token.claims(), now))
                .render();
    }

    private Html members(Map<String, Object> members, Instant now) {
        List<Html> lines = members.entrySet().stream()
                .map(member -> CLAIM.filling()
                        .with("class", member.getKey().equals("cnf") ? Html.ours(" class=\"binds\"") : Html.NOTHING)
                        .with("name", member.getKey())
                        .with("value", shown(member.getValue()))
                        .with("note", ClaimNotes.of(member.getKey(), member.getValue(), now))
                        .render())
                .collect(Collectors.toList());
        return Html.joined(lines);
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are strings
    private static String shown(Object value) {
        String text = value instanceof Map ? JsonUtil.toJson((Map<String, ?>) value) : String.valueOf(value);
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
