package dev.botsentinel.spring.test;

import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import org.springframework.stereotype.Component;

@Component
class PressMapper implements RequestMapper<Press> {

    @Override
    public Request map(Press press) {
        return Request.builder(press.button()).subject(press.user()).build();
    }
}
