/** The settings of doors as they stand in files. */
package io.holdfast.doctor.settings;
