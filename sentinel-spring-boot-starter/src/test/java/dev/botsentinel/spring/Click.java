package dev.botsentinel.spring;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An update for tests, which isn't Telegram's. */
record Click(String user, String button) {

    Request request() {
        return Request.builder("click:" + button)
                .subject(user)
                .content(Content.of("button", button))
                .build();
    }

    /** The one bean that every application has. */
    @Configuration(proxyBeanMethods = false)
    static class Mapper {

        @Bean
        RequestMapper<Click> mapper() {
            return Click::request;
        }
    }
}
