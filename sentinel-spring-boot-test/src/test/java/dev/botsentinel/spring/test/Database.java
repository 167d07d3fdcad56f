package dev.botsentinel.spring.test;

import org.springframework.stereotype.Component;

/** Nothing of the guard's: a test of the guard alone has none. */
@Component
class Database {

    Database() {
        throw new IllegalStateException("no database here");
    }
}
