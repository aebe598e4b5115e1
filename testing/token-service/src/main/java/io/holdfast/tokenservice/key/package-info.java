/** The keys that the token service signs with, and how they change (RFC 7517, RFC 7638). */
package io.holdfast.tokenservice.key;
