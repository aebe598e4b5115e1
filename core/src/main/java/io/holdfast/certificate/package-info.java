/** Where the client certificate of a request comes from. */
package io.holdfast.certificate;
