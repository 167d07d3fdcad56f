package dev.botsentinel.spring.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application whose guard is tested. */
@SpringBootApplication
class ShopApplication {}
