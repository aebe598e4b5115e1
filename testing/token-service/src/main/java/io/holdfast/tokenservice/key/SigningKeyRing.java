package io.holdfast.tokenservice.key;

import io.holdfast.config.SettingsException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the token service. The newest signs; an older one stays published until the last token that it has signed
 * has expired, so nobody's good token fails because of a rotation.
 *
 * <p>Safe for use by many threads, of which only those that change the keys wait for each other.
 */
public final class SigningKeyRing {
    /** Retired keys that are kept; the oldest go first. A JWK Set with more is one that some clients no longer read. */
    static final int MOST_RETIRED = 20;

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRing.class);

    private final SigningAlgorithm algorithm;
    private final Clock clock;

    /** The newest first; never empty. Replaced as a whole, by one thread at a time. */
    private volatile List<SigningKey> keys;

    private SigningKeyRing(SigningAlgorithm algorithm, Clock clock) {
        this.algorithm = algorithm;
        this.clock = clock;
        this.keys = Collections.singletonList(SigningKey.generate(algorithm));
    }

    /**
     * A ring with one new key.
     *
     * @throws SettingsException if this Java platform lacks the algorithm
     */
    public static SigningKeyRing create(SigningAlgorithm algorithm, Clock clock) throws SettingsException {
        try {
            return new SigningKeyRing(algorithm, clock);
        } catch (UnsupportedOperationException e) {
            throw new SettingsException(Collections.singletonList("signingAlgorithm: Java "
                    + System.getProperty("java.version") + " cannot sign with " + algorithm
                    + " (EdDSA needs Java 15, PS256 Java 11 or 8u251). Use another of "
                    + Arrays.toString(SigningAlgorithm.values()) + ", or a newer Java."));
        }
    }

    /** The key that signs now. */
    public SigningKey current() {
        return keys.get(0);
    }

    /** Makes a new key the one that signs, and gives its {@code kid}. */
    public String rotate() {
        SigningKey key = SigningKey.generate(algorithm);
        synchronized (this) {
            keys = withNewest(key, keys);
        }
        LOG.info("New tokens are signed with the key '{}'", key.kid());
        return key.kid();
    }

    private List<SigningKey> withNewest(SigningKey key, List<SigningKey> before) {
        List<SigningKey> after = new ArrayList<>();
        after.add(key);
        // The one that signed until now stays in any case: a thread may be signing with it.
        after.add(before.get(0));
        before.stream().skip(1).filter(this::needed).limit(MOST_RETIRED - 1).forEach(after::add);
        return Collections.unmodifiableList(after);
    }

    /** Takes all keys but the current one out at once: what they have signed is good for nothing from now on. */
    public synchronized void withdrawRetired() {
        keys = Collections.singletonList(keys.get(0));
    }

    /** True if signatures of this key still count. */
    public boolean holds(String kid) {
        return keys.stream().anyMatch(key -> key.kid().equals(kid));
    }

    /** The names of the published keys, the one that signs first. */
    public List<String> kids() {
        return published().map(SigningKey::kid).collect(Collectors.toList());
    }

    /** The JWK Set document (RFC 7517 §5). */
    public String document() {
        List<Map<String, Object>> jwks = published().map(SigningKey::publicJwk).collect(Collectors.toList());
        return JsonUtil.toJson(Collections.singletonMap("keys", jwks));
    }

    private Stream<SigningKey> published() {
        List<SigningKey> all = keys;
        return Stream.concat(Stream.of(all.get(0)), all.stream().skip(1).filter(this::needed));
    }

    private boolean needed(SigningKey retired) {
        return retired.neededUntil() > clock.instant().getEpochSecond();
    }
}
