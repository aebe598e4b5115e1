package io.holdfast.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object by the grammar of RFC 8259, in one pass, with bounds on depth and on the length of numbers. A
 * duplicate member name in one object is an error.
 *
 * <p>One instance reads one text on one thread.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 40;

    /** The most characters, sign included, of a whole number that always fits a {@code long}. */
    private static final int LONG_LENGTH = 18;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    static Map<String, Object> object(String text) throws MalformedJsonException {
        JsonReader reader = new JsonReader(text);
        reader.whitespace();
        reader.require('{');
        Map<String, Object> object = reader.object();
        reader.whitespace();
        if (reader.at != text.length()) {
            throw reader.malformed("more text after the object");
        }
        return object;
    }

    @SuppressWarnings("NullAway") // JSON null stays null, because a null member differs from a missing one.
    private Map<String, Object> object() throws MalformedJsonException {
        enter();
        Map<String, Object> members = new LinkedHashMap<>();
        if (!endsAtOnce('}')) {
            do {
                whitespace();
                require('"');
                String name = string();
                whitespace();
                require(':');
                int before = members.size();
                members.put(name, value());
                if (members.size() == before) {
                    throw malformed("a member name that stands twice in one object,");
                }
            } while (continues('}'));
        }
        depth--;
        return members;
    }

    @SuppressWarnings("NullAway") // JSON null stays null, as in objects.
    private List<Object> array() throws MalformedJsonException {
        enter();
        List<Object> elements = new ArrayList<>();
        if (!endsAtOnce(']')) {
            do {
                elements.add(value());
            } while (continues(']'));
        }
        depth--;
        return elements;
    }

    private void enter() throws MalformedJsonException {
        if (++depth > MAX_DEPTH) {
            throw malformed("nesting deeper than " + MAX_DEPTH);
        }
    }

    private boolean endsAtOnce(char end) {
        whitespace();
        return accept(end);
    }

    private boolean continues(char end) throws MalformedJsonException {
        whitespace();
        if (accept(end)) {
            return false;
        }
        require(',');
        return true;
    }

    private @Nullable Object value() throws MalformedJsonException {
        whitespace();
        char c = peek();
        switch (c) {
            case '{':
                at++;
                return object();
            case '[':
                at++;
                return array();
            case '"':
                at++;
                return string();
            default:
                return c == '-' || isDigit(c) ? number() : word();
        }
    }

    private @Nullable Object word() throws MalformedJsonException {
        if (accept("true")) {
            return true;
        }
        if (accept("false")) {
            return false;
        }
        if (accept("null")) {
            return null;
        }
        throw malformed("no value");
    }

    /** Reads the characters between the quotes, after the first quote. Most strings have no escape and are cut out. */
    private String string() throws MalformedJsonException {
        int start = at;
        char c = next();
        while (c != '"' && c != '\\') {
            c = next();
        }
        if (c == '"') {
            return text.substring(start, at - 1);
        }
        StringBuilder unescaped = new StringBuilder().append(text, start, at - 1);
        while (c != '"') {
            unescaped.append(c == '\\' ? escape() : c);
            c = next();
        }
        requireWholeCharacters(unescaped);
        return unescaped.toString();
    }

    private char next() throws MalformedJsonException {
        if (at == text.length() || text.charAt(at) < ' ') {
            throw malformed("an unfinished string or a control character in one");
        }
        return text.charAt(at++);
    }

    private char escape() throws MalformedJsonException {
        char c = next();
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return codeUnit();
            default:
                throw malformed("an unknown escape");
        }
    }

    /** Refuses half a surrogate pair: encoders replace it, so that two such texts may become one. */
    private void requireWholeCharacters(CharSequence text) throws MalformedJsonException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw malformed("half of a surrogate pair");
            }
        }
    }

    private char codeUnit() throws MalformedJsonException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() > 'f' ? -1 : Character.digit(peek(), 16);
            if (digit < 0) {
                throw malformed("an escape without four hexadecimal digits");
            }
            unit = unit << 4 | digit;
            at++;
        }
        return (char) unit;
    }

    private Number number() throws MalformedJsonException {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        int whole = at;
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        if (at - start > MAX_NUMBER_LENGTH) {
            throw malformed("a number longer than " + MAX_NUMBER_LENGTH + " characters");
        }
        String number = text.substring(start, at);
        return at == whole ? integer(number) : Double.valueOf(number);
    }

    private static Number integer(String digits) {
        if (digits.length() <= LONG_LENGTH) {
            return Long.valueOf(digits);
        }
        BigInteger integer = new BigInteger(digits);
        return integer.bitLength() < Long.SIZE ? Long.valueOf(integer.longValue()) : integer;
    }

    private void digits() throws MalformedJsonException {
        if (!isDigit(peek())) {
            throw malformed("a number without digits");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private boolean accept(String word) {
        boolean there = text.startsWith(word, at);
        if (there) {
            at += word.length();
        }
        return there;
    }

    private void whitespace() {
        while (at < text.length() && isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private boolean accept(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    private void require(char c) throws MalformedJsonException {
        if (!accept(c)) {
            throw malformed("no '" + c + "'");
        }
    }

    /** The next character; NUL, which no rule takes, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private MalformedJsonException malformed(String what) {
        return new MalformedJsonException("This is not a JSON object: " + what + " at character " + at + ".");
    }
}
