/**
 * The key ring in OkHttp 4 and 5.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.okhttp;
