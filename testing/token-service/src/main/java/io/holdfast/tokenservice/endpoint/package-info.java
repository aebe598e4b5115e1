/** The endpoints that answer programs: token, introspection, revocation, metadata and keys. */
package io.holdfast.tokenservice.endpoint;
