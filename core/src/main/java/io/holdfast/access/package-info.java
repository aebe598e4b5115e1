/**
 * Access rules by path: which paths are open, and what a valid token must have for the others. Pure: it knows neither
 * the container nor the decision that it is a part of.
 */
package io.holdfast.access;
