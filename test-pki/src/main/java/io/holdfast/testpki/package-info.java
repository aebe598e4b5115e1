/**
 * A small public key infrastructure with roles, to try and to test mutual TLS with: authorities, servers, clients, a
 * thief, and the odd certificates that somebody will send one day. It depends on no other class of Holdfast, so that it
 * can judge them.
 */
package io.holdfast.testpki;
