/** Key material: private key, certificates and the TLS context made from them, loaded from files and checked. */
package io.holdfast.keystore;
