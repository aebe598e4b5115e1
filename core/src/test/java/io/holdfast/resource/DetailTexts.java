package io.holdfast.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The texts of core's sources that can become the detail of a refusal by a 4xx: those of the classes that refuse. */
final class DetailTexts {
    private static final Pattern REFUSES = Pattern.compile(
            "new (TokenRejected|Refused|AmbiguousPath)Exception\\("
                    + "|TokenRejectedException\\.ofTheTextAlone\\(|new UnmetRule\\(|class ConfirmationProblem |String> requiredClaims\\(");

    /** Messages to others than the operator who reads a refusal. */
    private static final Pattern OTHER_MESSAGES = Pattern.compile(
            "Illegal(Argument|State)Exception|\\bLOG\\.|requireNonNull"
                    + "|VerificationUnavailable|VERIFICATION_UNAVAILABLE|AccessRules|NO_RULE|INTERNAL_ERROR|refusal =|why =");

    /** A literal, a comment, or the end of a statement. */
    private static final Pattern PIECE = Pattern.compile(
            "\"((?:[^\"\\\\]|\\\\.)*)\"|/\\*.*?\\*/|//[^\\n]*|'(?:[^'\\\\]|\\\\.)+'|([;{}])", Pattern.DOTALL);

    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    private DetailTexts() {}

    static Set<String> inTheSources() {
        Path sources = Path.of(System.getProperty("holdfast.root"), "core/src/main/java/io/holdfast");
        Set<String> texts = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(DetailTexts::text)
                    .filter(source -> REFUSES.matcher(source).find())
                    .forEach(source -> addTo(texts, JOINT.matcher(source).replaceAll("")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addTo(Set<String> texts, String source) {
        Set<String> ofStatement = new LinkedHashSet<>();
        int start = 0;
        Matcher piece = PIECE.matcher(source);
        while (piece.find()) {
            if (piece.group(1) != null) {
                ofStatement.add(piece.group(1).replace("\\\"", "\"").strip());
            } else if (piece.group(2) != null) {
                if (!OTHER_MESSAGES
                        .matcher(source.substring(start, piece.start()))
                        .find()) {
                    ofStatement.stream()
                            .filter(text -> text.split(" ").length > 2)
                            .forEach(texts::add);
                }
                ofStatement.clear();
                start = piece.end();
            }
        }
    }
}
