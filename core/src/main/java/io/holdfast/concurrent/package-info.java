/**
 * Calls that many threads share, the pace at which a call that fails is tried again, and the threads for work besides
 * requests. Knows no token and no server.
 */
package io.holdfast.concurrent;
