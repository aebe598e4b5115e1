/** Views of what is going on in the platform's MBean server, which end with what they show. */
package io.holdfast.management;
