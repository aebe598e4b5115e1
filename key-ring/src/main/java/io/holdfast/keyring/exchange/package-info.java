/**
 * What an HTTP client does with a key ring for each request: which token goes with it, over which connection, where a
 * redirect may lead, and what a refusal means. The clients that come with the key ring are thin over this.
 */
package io.holdfast.keyring.exchange;
