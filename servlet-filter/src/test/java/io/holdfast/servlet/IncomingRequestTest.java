package io.holdfast.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.resource.ResourceRequest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter tells of requests that containers make in their own ways, by a container that is not there. */
final class IncomingRequestTest {
    private final Map<String, Object> answers = new HashMap<>();
    private final Map<String, Object> attributes = new HashMap<>();

    private ResourceRequest incoming(String namespace) throws Exception {
        return incoming(namespace, stub(namespace));
    }

    private ResourceRequest incoming(String namespace, Object whole) throws Exception {
        Constructor<?> constructor = Class.forName("io.holdfast.servlet." + namespace + ".IncomingRequest")
                .getDeclaredConstructor(
                        type(namespace, "http.HttpServletRequest"),
                        whole.getClass().getInterfaces()[0]);
        constructor.setAccessible(true);
        return (ResourceRequest) constructor.newInstance(stub(namespace), whole);
    }

    private Object stub(String namespace) throws Exception {
        return proxy(namespace, "http.HttpServletRequest", answers);
    }

    private Object proxy(String namespace, String name, Map<String, Object> told) throws Exception {
        Class<?> type = type(namespace, name);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object answer =
                    method.getName().equals("getAttribute") ? attributes.get(arguments[0]) : told.get(method.getName());
            if (answer instanceof Exception fault) {
                throw fault;
            }
            return answer;
        });
    }

    private static Class<?> type(String namespace, String name) throws ClassNotFoundException {
        return Class.forName(namespace + ".servlet." + name);
    }

    private void dispatch(String namespace, String type) throws Exception {
        answers.put(
                "getDispatcherType",
                type(namespace, "DispatcherType").getField(type).get(null));
    }

    @ParameterizedTest
    @CsvSource({"javax, FORWARD", "jakarta, FORWARD", "javax, ASYNC", "jakarta, ASYNC", "javax, ERROR", "jakarta, ERROR"
    })
    @DisplayName("S-90 tells of a dispatch the queries of all from which the container takes its parameters")
    void tellsTheFirstQueryOfADispatch(String namespace, String type) throws Exception {
        dispatch(namespace, type);
        answers.put("getQueryString", "view=1");
        Map<String, Object> first = new HashMap<>(Map.of("getQueryString", "_method=DELETE"));
        Object whole = proxy(namespace, "http.HttpServletRequest", first);

        assertThat(incoming(namespace, whole).queryString()).isEqualTo("view=1&_method=DELETE");
        attributes.put(namespace + ".servlet.forward.query_string", "a=1");
        attributes.put(namespace + ".servlet.async.query_string", "b=1");
        first.put("getQueryString", null);
        assertThat(incoming(namespace, whole).queryString()).isEqualTo("view=1&a=1&b=1");
        answers.put("getQueryString", "a=1");
        attributes.remove(namespace + ".servlet.async.query_string");
        assertThat(incoming(namespace).queryString()).isEqualTo("a=1");
        attributes.clear();
        answers.put("getQueryString", null);
        assertThat(incoming(namespace).queryString()).isNull();
        dispatch(namespace, "REQUEST");
        assertThat(incoming(namespace, proxy(namespace, "http.HttpServletRequest", Map.of("getQueryString", "x")))
                        .queryString())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName("S-89 knows session ids under each name that a container gives them in links")
    void knowsEveryNameOfSessionIds(String namespace) throws Exception {
        Map<String, Object> cookie = new HashMap<>();
        Object configuration = proxy(namespace, "SessionCookieConfig", cookie);
        Map<String, Object> context = new HashMap<>(Map.of("getSessionCookieConfig", configuration));
        answers.put("getServletContext", proxy(namespace, "ServletContext", context));

        assertThat(incoming(namespace).sessionParameters()).containsExactly("jsessionid");
        cookie.put("getName", "JSESSIONID");
        assertThat(incoming(namespace).sessionParameters()).containsExactlyInAnyOrder("jsessionid");
        cookie.put("getName", "ShopID");
        assertThat(incoming(namespace).sessionParameters()).containsExactlyInAnyOrder("jsessionid", "ShopID", "shopid");
        context.clear();
        assertThat(incoming(namespace).sessionParameters()).containsExactly("jsessionid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javax", "jakarta"})
    @DisplayName("B15 takes a body for possible that nobody can tell of, and fails at none")
    void fearsABodyThatNobodyCanTellOf(String namespace) throws Exception {
        for (Exception fault : new Exception[] {new IllegalStateException("the reader is taken"), new IOException()}) {
            answers.put("getInputStream", fault);
            for (@Nullable String protocol : new @Nullable String[] {"HTTP/2.0", null}) {
                answers.put("getProtocol", protocol);
                assertThat(incoming(namespace).mayHaveUnannouncedBody()).isTrue();
            }
            answers.put("getProtocol", "HTTP/1.1");
            assertThat(incoming(namespace).mayHaveUnannouncedBody()).isFalse();
        }
    }
}
