/**
 * The partner APIs: orders and invoices that only the partner itself may see, behind the Holdfast filters of
 * {@code web.xml}. The code here stands for your own application; it knows nothing of keys.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.partner;
