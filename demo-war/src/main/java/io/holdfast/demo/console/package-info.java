/** The page that shows who talks to whom and what came of it. */
package io.holdfast.demo.console;
