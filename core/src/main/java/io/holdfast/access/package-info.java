/**
 * Access rules by path: the open paths, and the conditions on tokens for the others. Pure: it depends neither on the
 * container nor on the decision that uses it.
 */
package io.holdfast.access;
