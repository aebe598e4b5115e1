/** What keeps a log readable under attack. */
package io.holdfast.log;
