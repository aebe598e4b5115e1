/**
 * Calls that many threads share, the pace at which a call that fails is tried again, and the threads for work besides
 * requests. Knows no token and no server.
 *
 * <p>Alternatives for pace and breaker: Failsafe 3.3.2 (0.14 MB) and Resilience4j 1.7.1, the last for Java 8 (0.14 MB, and
 * 0.9 MB for what it needs). Neither divides the places to wait and the calls between known clients and strangers, which is
 * what keeps a flood of made-up tokens from the others' calls.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.concurrent;
