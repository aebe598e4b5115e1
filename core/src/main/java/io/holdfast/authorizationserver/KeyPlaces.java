package io.holdfast.authorizationserver;

import io.holdfast.concurrent.Places;
import io.holdfast.token.Sender;

/**
 * The places of requests that wait for a fetch of keys. Strangers have one half of them. While there are keys that others
 * pass with, {@value #MOST_BESIDE_KEYS} wait, and as many strangers: they have named a key that may not be there at all. Safe for
 * use by many threads.
 */
final class KeyPlaces {
    static final int MOST_WAITING = 256;
    private static final int MOST_BESIDE_KEYS = 16;

    private final Places all = new Places(MOST_WAITING);
    private final Places besideKeys = all.share(MOST_BESIDE_KEYS, 0);
    private final Places ofStrangers = all.share(MOST_WAITING / 2, 0);
    private final Places ofStrangersBesideKeys = all.share(MOST_BESIDE_KEYS, 0);

    /** All places together. */
    Places all() {
        return all;
    }

    /**
     * The places of a kind of request.
     *
     * @param othersPass true if there are keys that others pass with
     */
    Places of(Sender sender, boolean othersPass) {
        if (sender.isStranger()) {
            return othersPass ? ofStrangersBesideKeys : ofStrangers;
        }
        return othersPass ? besideKeys : all;
    }
}
