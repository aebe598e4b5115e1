/**
 * A protected resource in operation, as a filter or a valve opens it: reads the settings from their sources, follows
 * their file, and provides the views.
 *
 * <p>Public API: {@link ProtectedResourceMXBean}, {@link ResourceMetrics}, {@link ResourceView}. The rest is internal.
 */
package io.holdfast.door;
