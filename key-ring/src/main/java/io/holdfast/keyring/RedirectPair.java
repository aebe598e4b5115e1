package io.holdfast.keyring;

/** Two origins between which requests may follow a redirect unchanged, in this direction. Immutable. */
final class RedirectPair {
    private final Origin from;
    private final Origin to;

    /** @throws IllegalArgumentException if one is not an https origin and nothing more */
    RedirectPair(String from, String to) {
        this.from = Origin.parse(from);
        this.to = Origin.parse(to);
    }

    boolean leads(String fromHost, int fromPort, String toHost, int toPort) {
        return from.is(fromHost, fromPort) && to.is(toHost, toPort);
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }
}
