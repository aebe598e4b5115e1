package io.holdfast.doctor.explain;

import io.holdfast.keyring.exchange.AuthenticateHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a copied text ends with. {@code curl} shows those before it as well: a proxy's to {@code CONNECT}, an
 * interim one, redirects. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110 section 15.2, "Informational 1xx"</a>
 */
final class CopiedAnswer {
    /** The first of these that a text has anywhere counts: what only looks like a status stands there, too. */
    private static final List<Pattern> STATUS = List.of(
            Pattern.compile("(?m)^[\\s<>|*]*HTTP/[0-9.]+ +([1-5][0-9]{2})\\b(.*)$"),
            Pattern.compile("(?m)HTTP/[0-9.]+\"? +([1-5][0-9]{2})\\b(.*)$"),
            Pattern.compile("(?m)\\bstatus=([1-5][0-9]{2})\\b()"),
            Pattern.compile("(?m)^\\s*(20[0-6]|30[0-8]|4[0-3][0-9]|451|50[0-9]|511)(?=\\s*$|[ :]+[A-Za-z])(.*)$"));

    private static final Pattern CHALLENGE =
            Pattern.compile("(?im)(?:www-authenticate:\\s*|^\\s*)((?:\\w+ ?, ?)?Bearer\\b(?: +\\w+ *= *\"?.*)?)$");
    private static final Pattern OF_CONNECT = Pattern.compile("(?i) *Connection established\\b.*");
    private static final int SWITCHING_PROTOCOLS = 101;

    private final boolean interimAlone;
    private final @Nullable Integer status;
    private final String text;

    private CopiedAnswer(boolean interimAlone, @Nullable Integer status, String text) {
        this.interimAlone = interimAlone;
        this.status = status;
        this.text = text;
    }

    /** The answer in a text; one without a status, if the text has none. */
    static CopiedAnswer in(String text) {
        List<MatchResult> all = STATUS.stream()
                .map(pattern -> pattern.matcher(text).results().collect(Collectors.toList()))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
        List<MatchResult> last = new ArrayList<>(all);
        last.removeIf(CopiedAnswer::isInterim);
        if (last.isEmpty()) {
            return new CopiedAnswer(!all.isEmpty(), null, text);
        }
        MatchResult answer = last.get(last.size() - 1);
        String ofIt = last.size() > 1 ? text.substring(answer.start()) : text;
        return new CopiedAnswer(false, Integer.valueOf(answer.group(1)), ofIt);
    }

    private static boolean isInterim(MatchResult line) {
        int status = Integer.parseInt(line.group(1));
        return (status < 200 && status != SWITCHING_PROTOCOLS)
                || OF_CONNECT.matcher(line.group(2)).matches();
    }

    /** True if there are statuses, and none is of the server's answer itself. */
    boolean isInterimAlone() {
        return interimAlone;
    }

    Optional<Integer> status() {
        return Optional.ofNullable(status);
    }

    /** The parameters of its Bearer challenge. Where there is one answer alone, the line may stand anywhere. */
    Optional<Map<String, String>> challenge() {
        return CHALLENGE
                .matcher(text)
                .results()
                .findFirst()
                .flatMap(line -> AuthenticateHeader.bearerParameters(line.group(1)));
    }
}
