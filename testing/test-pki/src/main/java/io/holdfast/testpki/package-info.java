/**
 * A small public key infrastructure with roles, for trials and tests of mutual TLS: authorities, servers, clients, a
 * thief, and odd certificates.
 *
 * <pre>{@code
 * TestPki pki = TestPki.create();
 * X509Certificate authority = pki.authority().certificate();
 *
 * SSLContext server = pki.server().serverContextForClientsOf(Collections.singleton(authority));
 * SSLContext client = pki.serverA().clientContext(authority);
 * SSLContext thief = pki.thief().clientContext(authority);
 *
 * Path keyStore = pki.serverA().writePkcs12(directory, "server-a", password);
 * TestIdentity another = pki.identity("CN=Another,O=Partner E").rsa(2048).dns("another.example").build();
 * }</pre>
 *
 * <p>Keys are made in the program that uses them; no source contains one. It needs Bouncy Castle
 * ({@code org.bouncycastle:bcpkix-jdk18on}), which it does not register as a JCA provider, and no other class of
 * Holdfast, so that it can judge them. It is not for production: nothing is ever revoked, and every caller gets the
 * private keys.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.testpki;
