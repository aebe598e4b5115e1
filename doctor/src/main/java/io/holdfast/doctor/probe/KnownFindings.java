package io.holdfast.doctor.probe;

import io.holdfast.doctor.cli.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Findings that are known, with the reason to bear them: {@code --known}. One is known by its check <em>and</em> by what
 * was seen, so that none hides another. Immutable.
 */
final class KnownFindings {
    static final KnownFindings NONE = new KnownFindings(List.of());

    private final List<Entry> entries;

    private KnownFindings(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads lines of the form {@code ID | text of what was seen | reason}, and comments that begin with #.
     *
     * @throws UsageException that names the line
     */
    static KnownFindings parse(String text) throws UsageException {
        List<Entry> entries = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].trim();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(line, i + 1));
            }
        }
        return new KnownFindings(entries);
    }

    private static Entry entry(String line, int number) throws UsageException {
        String[] cells = line.split("\\|", 3);
        Check check = Arrays.stream(Check.values())
                .filter(one -> one.name().equals(cells[0].trim()))
                .findFirst()
                .orElse(null);
        if (check == null || cells.length < 3 || cells[1].isBlank() || cells[2].isBlank()) {
            throw new UsageException("Line " + number + " of the file of " + ProbeOptions.KNOWN
                    + " is no known finding. It takes: ID | a part of what was seen | the reason, for example"
                    + " 'E1 | 403 | the old gateway stays until May'.");
        }
        return new Entry(check, cells[1].trim(), cells[2].trim());
    }

    /** The entry that a finding is known by. */
    Optional<Entry> of(Result finding) {
        return about(finding.check()).stream()
                .filter(entry -> finding.seen().contains(entry.seen))
                .findFirst();
    }

    /** The entries about a check, whatever they expect. */
    List<Entry> about(Check check) {
        List<Entry> about = new ArrayList<>(entries);
        about.removeIf(entry -> entry.check != check);
        return about;
    }

    /** The entries that are no longer true: their check has passed. */
    List<Entry> stale(Collection<Result> results) {
        List<Entry> stale = new ArrayList<>();
        for (Result result : results) {
            if (result.verdict() == Verdict.PASS) {
                stale.addAll(about(result.check()));
            }
        }
        return stale;
    }

    /** One known finding. Immutable. */
    static final class Entry {
        final Check check;
        final String seen;
        final String reason;

        private Entry(Check check, String seen, String reason) {
            this.check = check;
            this.seen = seen;
            this.reason = reason;
        }

        /** The entry of a check that has passed, in words. */
        String staleWords() {
            return check + " passes now, and --known expects it to fail (" + reason + "): take the line out";
        }
    }
}
