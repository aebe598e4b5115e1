/**
 * Real servers over real TLS for the tests of filter and valve: embedded Tomcats and Jetties that deploy a WAR directory
 * with its own {@code web.xml}. The Tomcat fixture runs on every Tomcat from 8.5 to 11, so it names no servlet class.
 */
package io.holdfast.testserver;
