package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

class DatabaseRolesTest {

    @Test
    void showsWhoMayAccordingToTheDatabase() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:test", "sa", "");
        try {
            new DatabaseRoles(database, new PrintStream(bytes, true, StandardCharsets.UTF_8)).run();
        } finally {
            database.dispose();
        }
        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.stream().map(line -> line.replaceFirst(" by .*", "")))
                .containsExactly(
                        "ann /refund  allowed",
                        "ann /ban     allowed",
                        "bob /refund  allowed",
                        "bob /ban     denied: forbidden",
                        "cid /refund  denied: forbidden",
                        "cid /ban     denied: forbidden",
                        "dan /refund  denied: forbidden",
                        "dan /ban     denied: forbidden",
                        "ann /ban     allowed",
                        "ann /ban     denied: forbidden",
                        "bob /refund  allowed",
                        "bob /refund  denied: unresolved",
                        "bob /help    allowed");
    }
}
