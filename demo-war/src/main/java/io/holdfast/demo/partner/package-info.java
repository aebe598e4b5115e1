/**
 * The partner API: orders that only the partner itself may read, behind the Holdfast filter of {@code web.xml}. What
 * stands here is what an application of yours would hold; it knows nothing of certificates and keys.
 */
package io.holdfast.demo.partner;
