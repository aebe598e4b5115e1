package io.holdfast.testserver.reader;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** An application on Spring MVC; it runs on 5.2 and on 6. */
@Controller
@ResponseBody
public class SpringOrders {

    @RequestMapping("/admin/**")
    public String admin() {
        return Handlers.restricted("admin");
    }

    @RequestMapping("/internal/**")
    public String internal() {
        return Handlers.restricted("internal");
    }

    @RequestMapping("/partners/{partner}/**")
    public String partner(@PathVariable("partner") String partner) {
        return Handlers.partner(partner);
    }

    @RequestMapping("/orders/export")
    public String export() {
        return Handlers.restricted("export");
    }

    @DeleteMapping("/orders/{id}")
    public String delete(@PathVariable("id") String id) {
        return Handlers.restricted("delete");
    }

    @RequestMapping("/orders/{id}")
    public String order(@PathVariable("id") String id) {
        return Handlers.ordinary("order");
    }

    @RequestMapping("/files/{name:.+}")
    public String file(@PathVariable("name") String name) {
        return Handlers.file(name);
    }

    @RequestMapping("/**")
    public String other() {
        return Handlers.ordinary("other");
    }
}
