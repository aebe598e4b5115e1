package io.holdfast.servlet.jakarta;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** An application's Spring Security, which asks for a role everywhere; {@code login} says how one proves to have it. */
public final class SpringSecurityFilter implements Filter {
    private final AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();

    @Override
    public void init(FilterConfig config) {
        spring.setServletContext(config.getServletContext());
        spring.register(config.getInitParameter("login").equals("basic") ? WithPasswords.class : WithPrincipal.class);
        spring.refresh();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        spring.getBean("springSecurityFilterChain", Filter.class).doFilter(request, response, chain);
    }

    @Override
    public void destroy() {
        spring.close();
    }

    /** As the application was. */
    @Configuration
    @EnableWebSecurity
    static class WithPasswords {
        @Bean
        SecurityFilterChain passwords(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(all -> all.anyRequest().hasRole("orders:read"))
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(User.withUsername("alice")
                    .password("{noop}wonderland")
                    .roles("orders:read")
                    .build());
        }
    }

    /** As docs/own-login.md says. */
    @Configuration
    @EnableWebSecurity
    static class WithPrincipal {
        @Bean
        SecurityFilterChain principal(HttpSecurity http) throws Exception {
            http.authorizeHttpRequests(all -> all.anyRequest().hasRole("orders:read"));
            http.jee(jee -> jee.mappableAuthorities("orders:read", "orders:write"))
                    .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
            return http.build();
        }
    }
}
