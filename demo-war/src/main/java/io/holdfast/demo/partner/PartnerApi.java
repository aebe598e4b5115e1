package io.holdfast.demo.partner;

import io.holdfast.tokenservice.http.HttpHandler;

/**
 * An API of the ecosystem, under which every partner has a path of its own: {@code /name/{client_id}}. That no partner
 * gets at another's is not its doing: the access rules of its guard in {@code web.xml} see to it.
 */
public interface PartnerApi extends HttpHandler {
    /** The first segment of its paths. */
    String name();

    /** The path that all of it lies under. */
    default String path() {
        return "/" + name();
    }

    /** The name of its guard in {@code web.xml}. */
    default String filterName() {
        return "holdfast-" + name();
    }
}
