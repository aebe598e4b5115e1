package io.holdfast.demo.partner;

import io.holdfast.tokenservice.http.HttpHandler;

/**
 * An API of the ecosystem, in which every partner has a path of its own: {@code /name/{client_id}}. The access rules of
 * its guard in {@code web.xml}, not the API itself, keep a partner from another's path.
 */
public interface PartnerApi extends HttpHandler {
    /** The first segment of its paths. */
    String name();

    /** The prefix of all its paths. */
    default String path() {
        return "/" + name();
    }

    /** The name of its guard in {@code web.xml}. */
    default String filterName() {
        return "holdfast-" + name();
    }
}
