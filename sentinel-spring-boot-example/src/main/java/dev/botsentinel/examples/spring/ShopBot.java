package dev.botsentinel.examples.spring;

import dev.botsentinel.servlet.WebhookFilter;
import dev.botsentinel.telegram.TelegramUpdate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class ShopBot {

    @PostMapping("/telegram")
    void on(@RequestAttribute(WebhookFilter.UPDATE) TelegramUpdate update) {
        System.out.println("handling " + update);
    }

    public static void main(String[] args) {
        SpringApplication.run(ShopBot.class, args);
    }
}
