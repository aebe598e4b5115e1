/**
 * A token service, a partner API and a console page in one WAR, each usable alone.
 *
 * <p>This is a demo and test server. It keeps its signing key in memory only and its clients in one file, and it has no
 * administration. It shows what certificate-bound tokens (RFC 8705) look like from both ends and gives test clients
 * something to talk to.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo;
