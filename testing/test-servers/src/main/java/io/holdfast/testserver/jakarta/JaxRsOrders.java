package io.holdfast.testserver.jakarta;

import io.holdfast.testserver.reader.Handlers;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** An application on JAX-RS. */
@Path("/")
public class JaxRsOrders {

    @GET
    @Path("admin{rest:(/.*)?}")
    public String admin() {
        return Handlers.restricted("admin");
    }

    @GET
    @Path("internal{rest:(/.*)?}")
    public String internal() {
        return Handlers.restricted("internal");
    }

    @GET
    @Path("partners/{partner}{rest:(/.*)?}")
    public String partner(@PathParam("partner") String partner) {
        return Handlers.partner(partner);
    }

    @GET
    @Path("orders/export")
    public String export() {
        return Handlers.restricted("export");
    }

    @DELETE
    @Path("orders/{id}")
    public String delete(@PathParam("id") String id) {
        return Handlers.restricted("delete");
    }

    @GET
    @Path("orders/{id}")
    public String order(@PathParam("id") String id) {
        return Handlers.ordinary("order");
    }

    @POST
    @Path("orders/{id}")
    public String change(@PathParam("id") String id) {
        return Handlers.ordinary("change");
    }

    @GET
    @Path("files/{name}")
    public String file(@PathParam("name") String name) {
        return Handlers.file(name);
    }

    @GET
    @Path("{rest:.*}")
    public String other() {
        return Handlers.ordinary("other");
    }
}
