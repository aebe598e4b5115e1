/** Calls to an authorization server: its metadata, its keys and its token endpoint. HTTPS only, bounded in size and time. */
package io.holdfast.authorizationserver;
