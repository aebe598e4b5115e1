/**
 * The test kit of every Holdfast module: a PKI with roles, token minting, a scriptable authorization server on real TLS
 * and a client that writes exact bytes. It depends on no main class of Holdfast, so that it can judge them.
 */
package io.holdfast.testkit;
