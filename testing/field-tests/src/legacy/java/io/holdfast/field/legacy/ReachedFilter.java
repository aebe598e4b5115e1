package io.holdfast.field.legacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;

/** Writes a line for every request that reaches the application, whatever it is for. */
public final class ReachedFilter implements Filter {
    private String file;

    @Override
    public void init(FilterConfig config) {
        file = config.getInitParameter("file");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String line = ((HttpServletRequest) request).getRequestURI() + "\n";
        Files.write(
                Paths.get(file),
                line.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {}
}
