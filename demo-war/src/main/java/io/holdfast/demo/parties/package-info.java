/**
 * The actors behind the console's buttons: partner applications with the Holdfast interceptor, a thief and a caller
 * without a certificate. Each of their calls is a real one, over TLS, to the token service and the APIs.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.parties;
