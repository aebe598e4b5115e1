/**
 * Access rules by path: the open paths, and the conditions on tokens for the others. Pure: it depends neither on the
 * container nor on the decision that uses it.
 *
 * <p>The alternative for patterns is Spring's {@code PathPatternParser}, in a jar of 1.7 MB that many of the WARs carry in
 * another version. It reads one path in one way; a rule here holds for each way in which a framework may read the request.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.access;
