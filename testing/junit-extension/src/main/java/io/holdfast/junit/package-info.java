/**
 * A JUnit extension that starts a real token service, with a public key infrastructure, in the tests of an
 * application: of one that takes certificate-bound access tokens (RFC 8705), or of a client that fetches them.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TokenServiceExtension tokenService = TokenServiceExtension.builder()
 *         .resource("https://orders.example", "orders:read", "orders:write")
 *         .client("server-a", "orders:read")
 *         .build();
 *
 * @Test
 * void takesTheTokenOfServerA() throws Exception {
 *     SSLContext tls = tokenService.sslContext("server-a");
 *     String token = tokenService.accessToken("server-a");
 *     // call the application with both
 * }
 * }</pre>
 *
 * <p>Public API: every public type.
 */
package io.holdfast.junit;
