/**
 * Files that an operator names.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.file;
