/** The demo's pages in a real browser: headless Chromium, in the Maven profile {@code integration} only. */
package io.holdfast.demo.browser;
