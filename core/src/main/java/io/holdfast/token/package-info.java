/**
 * An access token, and the ways to verify one. A {@link io.holdfast.token.VerifiedToken} is a proof: only the verifiers
 * of this package can make one.
 *
 * <p>Signatures are checked by the JCA directly. The alternative is jose4j, which reads keys and signs assertions here. It
 * takes about as long for a check and allocates seven times as much (docs/performance.md has each algorithm), and by
 * itself it accepts several spellings of one token.
 *
 * <p>The memory of verified tokens is a table of digests and facts. The alternative is Caffeine: 2.9.3 adds 0.9 MB to the
 * {@code -all} jars and needs {@code sun.misc.Unsafe}, of which JDK 25 warns; 3.x needs Java 11.
 *
 * <p>Public API: {@link SignatureAlgorithm}, {@link TokenCacheStatus}, {@link VerifiedToken}. The rest is internal.
 */
package io.holdfast.token;
