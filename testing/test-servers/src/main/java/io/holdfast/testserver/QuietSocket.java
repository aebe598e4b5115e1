package io.holdfast.testserver;

import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket that is opened and says nothing. Public, because Jetty calls it by reflection. */
public final class QuietSocket extends Session.Listener.AbstractAutoDemanding {}
