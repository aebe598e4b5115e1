/**
 * Key material: private key, certificates and the TLS context made from them, loaded from files and checked.
 *
 * <p>Public API: {@link CredentialGeneration}, {@link CredentialSource}, {@link KeyManagerSource}, {@link KeyMaterial},
 * {@link KeyMaterialException}, {@link KeyStoreFile}, {@link KeyStoreSource}, {@link PasswordSource},
 * {@link PemKeyStore}, {@link Pkcs11KeyStore}, {@link TrustSource}, {@link TrustStoreFile},
 * {@link TrustedCertificates}. The rest is internal.
 */
package io.holdfast.keystore;
