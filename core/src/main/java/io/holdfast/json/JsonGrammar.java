package io.holdfast.json;

/**
 * The grammar of RFC 8259, with bounds on depth and on the length of numbers. It builds nothing: it only says whether a
 * text is one JSON object.
 *
 * <p>One instance checks one text on one thread.
 */
final class JsonGrammar {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 40;

    private final String text;
    private int at;
    private int depth;

    private JsonGrammar(String text) {
        this.text = text;
    }

    static void requireObject(String text) throws MalformedJsonException {
        JsonGrammar grammar = new JsonGrammar(text);
        grammar.whitespace();
        grammar.require('{');
        grammar.object();
        grammar.whitespace();
        if (grammar.at != text.length()) {
            throw grammar.malformed("more text after the object");
        }
    }

    private void object() throws MalformedJsonException {
        enter();
        if (!endsAtOnce('}')) {
            do {
                whitespace();
                require('"');
                string();
                whitespace();
                require(':');
                value();
            } while (continues('}'));
        }
        depth--;
    }

    private void array() throws MalformedJsonException {
        enter();
        if (!endsAtOnce(']')) {
            do {
                value();
            } while (continues(']'));
        }
        depth--;
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

    private void value() throws MalformedJsonException {
        whitespace();
        char c = peek();
        if (accept('{')) {
            object();
        } else if (accept('[')) {
            array();
        } else if (accept('"')) {
            string();
        } else if (c == '-' || isDigit(c)) {
            number();
        } else if (!(word("true") || word("false") || word("null"))) {
            throw malformed("no value");
        }
    }

    private void string() throws MalformedJsonException {
        while (!accept('"')) {
            if (at == text.length() || peek() < ' ') {
                throw malformed("an unfinished string or a control character in one");
            }
            if (accept('\\')) {
                escape();
            } else {
                at++;
            }
        }
    }

    private void escape() throws MalformedJsonException {
        if (accept('u')) {
            for (int i = 0; i < 4; i++) {
                if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
                    throw malformed("an escape without four hexadecimal digits");
                }
                at++;
            }
        } else if ("\"\\/bfnrt".indexOf(peek()) >= 0) {
            at++;
        } else {
            throw malformed("an unknown escape");
        }
    }

    private void number() throws MalformedJsonException {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
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
    }

    private void digits() throws MalformedJsonException {
        if (!isDigit(peek())) {
            throw malformed("a number without digits");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private boolean word(String word) {
        boolean there = text.startsWith(word, at);
        if (there) {
            at += word.length();
        }
        return there;
    }

    private void whitespace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
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
