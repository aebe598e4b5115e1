package io.holdfast.demo.partner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last calls of the partner API, in memory, the newest first. Safe for use by many threads. */
public final class RecentCalls {
    private static final int MOST = 50;

    private final Deque<RecentCall> calls = new ArrayDeque<>();

    synchronized void add(RecentCall call) {
        calls.addFirst(call);
        if (calls.size() > MOST) {
            calls.removeLast();
        }
    }

    /** The calls as they are now, at most fifty. */
    public synchronized List<RecentCall> newestFirst() {
        return new ArrayList<>(calls);
    }
}
