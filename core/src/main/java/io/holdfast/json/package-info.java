/** JSON strictly by RFC 8259, for texts from strangers. */
package io.holdfast.json;
