/** Calls to an authorization server: its metadata, its keys and its token endpoint. */
package io.holdfast.authorizationserver;
