/**
 * JSON strictly by RFC 8259, for texts from strangers.
 *
 * <p>Alternatives: jose4j, which is on the class path, keeps its parser to itself but for an entry that allocates 32 kB
 * for each text; a whole check of an RS256 token allocates 111 kB through jose4j and 15 kB with this reader ({@code mvn
 * -Pbenchmarks}, docs/performance.md). Gson 2.13.2 and Jackson's jackson-core 2.20.1 would add 0.3 and 0.6 MB to the
 * {@code -all} jars of 1.8 MB, and both take a duplicate member by default. A strict reference that nobody here wrote
 * accepts whatever this reader accepts ({@code JsonFuzzTest}).
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.json;
