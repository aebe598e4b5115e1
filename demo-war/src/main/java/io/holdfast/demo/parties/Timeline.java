package io.holdfast.demo.parties;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last steps of all scenes. Safe for use by many threads. */
final class Timeline {
    private static final int MOST = 50;

    private final Deque<Step> steps = new ArrayDeque<>();

    synchronized void add(List<Step> played) {
        for (Step step : played) {
            steps.addFirst(step);
            if (steps.size() > MOST) {
                steps.removeLast();
            }
        }
    }

    synchronized List<Step> newestFirst() {
        return new ArrayList<>(steps);
    }
}
