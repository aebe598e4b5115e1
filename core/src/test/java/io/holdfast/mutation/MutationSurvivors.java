package io.holdfast.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * The end of {@code mvn -Pmutation}: prints the score of each package, and lists the mutants that no test has noticed, each
 * with the reason that docs/mutation-survivors.md gives, or none. Fails if the score is too low.
 */
public final class MutationSurvivors {
    private static final String ROOT = "io.holdfast.";

    /** A mutant, or several of one kind in one method. */
    private record Mutant(String type, String method, String change) {
        static Mutant of(Element mutation) {
            String name = text(mutation, "mutatedClass").substring(ROOT.length());
            return new Mutant(
                    name.replace('$', '.'),
                    text(mutation, "mutatedMethod"),
                    text(mutation, "description").replace('|', '/'));
        }

        /** As in the list, whose first three columns name it. */
        static Mutant ofRow(String[] cells) {
            return new Mutant(bare(cells[1]), bare(cells[2]), cells[3].strip());
        }

        private static String bare(String cell) {
            return cell.strip().replace("`", "");
        }

        String row() {
            return "| `" + type + "` | `" + method + "` | " + change + " | ";
        }
    }

    private MutationSurvivors() {}

    /**
     * Reads a report.
     *
     * @param arguments PIT's report, the document with the reasons, the list to write, and the least score in percent
     */
    public static void main(String[] arguments) throws Exception {
        List<Element> mutations = mutations(Path.of(arguments[0]));
        Map<Mutant, String> reasons = reasons(Path.of(arguments[1]));
        Map<Mutant, String> survivors = survivors(mutations);
        String list = survivors.entrySet().stream()
                .map(entry -> entry.getKey().row() + entry.getValue() + " | " + reasons.getOrDefault(entry.getKey(), "")
                        + " |\n")
                .collect(Collectors.joining());
        Files.writeString(
                Path.of(arguments[2]),
                "| class | method | mutant | lines | why |\n| --- | --- | --- | --- | --- |\n" + list);
        printScores(mutations);
        Set<String> types =
                mutations.stream().map(mutation -> Mutant.of(mutation).type()).collect(Collectors.toSet());
        reasons.keySet().stream()
                .filter(mutant -> types.contains(mutant.type()) && !survivors.containsKey(mutant))
                .forEach(mutant -> System.out.println("Not needed any more: " + mutant.row() + "…"));
        long unexplained = survivors.keySet().stream()
                .filter(mutant -> !reasons.containsKey(mutant))
                .count();
        System.out.println(
                survivors.size() + " kinds of survivors, " + unexplained + " without a reason: " + arguments[2]);
        if (100 * killed(mutations) < Integer.parseInt(arguments[3]) * (long) mutations.size()) {
            throw new AssertionError("Less than " + arguments[3] + " % of the mutants are killed.");
        }
    }

    private static void printScores(List<Element> mutations) {
        Map<String, List<Element>> packages = mutations.stream()
                .collect(Collectors.groupingBy(
                        mutation -> text(mutation, "mutatedClass").split("\\.", -1)[2],
                        TreeMap::new,
                        Collectors.toList()));
        packages.put("all", mutations);
        packages.forEach((name, those) -> System.out.printf(
                "%-12s %4d of %4d mutants killed, %.1f %%%n",
                name, killed(those), those.size(), 100.0 * killed(those) / those.size()));
    }

    private static long killed(List<Element> mutations) {
        return mutations.stream().filter(MutationSurvivors::isKilled).count();
    }

    private static boolean isKilled(Element mutation) {
        return mutation.getAttribute("detected").equals("true");
    }

    /** With their lines, in the order of classes and methods. */
    private static Map<Mutant, String> survivors(List<Element> mutations) {
        Map<Mutant, String> survivors = new TreeMap<>(Comparator.comparing(Mutant::row));
        mutations.stream()
                .filter(mutation -> !isKilled(mutation))
                .sorted(Comparator.comparingInt(mutation -> Integer.parseInt(text(mutation, "lineNumber"))))
                .forEach(mutation -> survivors.merge(
                        Mutant.of(mutation), text(mutation, "lineNumber"), (lines, line) -> lines + ", " + line));
        return survivors;
    }

    /** The rows of all tables of the document, but for their heads. */
    private static Map<Mutant, String> reasons(Path document) throws IOException {
        Map<Mutant, String> reasons = new HashMap<>();
        for (String line : Files.readAllLines(document)) {
            String[] cells = line.split("\\|");
            if (cells.length == 5 && cells[1].contains("`") && !cells[4].isBlank()) {
                reasons.put(Mutant.ofRow(cells), cells[4].strip());
            }
        }
        return reasons;
    }

    private static List<Element> mutations(Path report) throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("mutation");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static String text(Element mutation, String child) {
        return mutation.getElementsByTagName(child).item(0).getTextContent();
    }
}
