/**
 * The work of an HTTP client with a key ring for each request: choose its token and connection, judge where a
 * redirect may lead, and read a refusal. The clients that come with the key ring are thin over this.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.keyring.exchange;
