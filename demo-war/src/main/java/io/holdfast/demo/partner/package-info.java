/**
 * The partner APIs: orders and invoices that only the partner itself may see, behind the Holdfast filters of
 * {@code web.xml}. What stands here is what an application of yours would hold; it knows nothing of keys.
 */
package io.holdfast.demo.partner;
