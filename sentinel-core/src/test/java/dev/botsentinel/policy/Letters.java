package dev.botsentinel.policy;

import java.util.Optional;

/** A platform for tests: names and ids are lower-case letters, and {@code vip} is exempt. */
public final class Letters implements Platform {

    @Override
    public Optional<String> faultOfEntry(String entry) {
        return entry.matches("[a-z]+\\*?") ? Optional.empty() : Optional.of("no entry: " + entry);
    }

    @Override
    public boolean isExempt(String entry) {
        return entry.equals("vip");
    }

    @Override
    public Optional<String> faultOfId(String id) {
        return id.matches("[a-z]+") ? Optional.empty() : Optional.of("no id: " + id);
    }
}
