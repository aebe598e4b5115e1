/**
 * The test kit of every Holdfast module: token minting, a scriptable authorization server on real TLS and a client that
 * writes exact bytes; its PKI is that of the module test-pki. It depends on no other main class of Holdfast, so that it
 * can judge them.
 */
package io.holdfast.testkit;
