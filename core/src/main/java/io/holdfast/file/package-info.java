/** Files that an operator names. */
package io.holdfast.file;
