/**
 * The protected resource: the one decision whether a request may pass, and the answer it gets if not. Knows no servlet
 * container; a door translates.
 */
package io.holdfast.resource;
