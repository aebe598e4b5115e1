package io.holdfast.testserver;

import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket that opens and sends nothing. Public, because Jetty calls it by reflection. */
public final class QuietSocket extends Session.Listener.AbstractAutoDemanding {}
