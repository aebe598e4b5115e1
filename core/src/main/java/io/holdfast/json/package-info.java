/** JSON as RFC 8259 has it and nothing more, for texts that come from strangers. */
package io.holdfast.json;
