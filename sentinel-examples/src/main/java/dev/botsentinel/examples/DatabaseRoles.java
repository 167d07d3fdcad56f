package dev.botsentinel.examples;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Roles out of a database: an embedded one here, any with a {@link DataSource} elsewhere. */
public final class DatabaseRoles {

    private static final String POLICY = """
            version: 1
            actions:
              /refund: {requires: {permissions: ["payments:write"]}}
              /ban: {requires: {roles: [admin]}}
            roles:
              clerk: {permissions: ["payments:write"]}
              admin: {inherits: [clerk]}
            """;

    private static final String ROLES =
            "SELECT roles.role FROM users LEFT JOIN roles ON roles.user_id = users.id WHERE users.id = ?";

    private static final int QUERY_SECONDS = 1;

    private final DataSource database;
    private final PrintStream out;

    DatabaseRoles(DataSource database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /** Runs the demonstration; takes no arguments. */
    public static void main(String[] args) throws SQLException {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:users", "sa", "");
        try {
            new DatabaseRoles(pool, new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
        } finally {
            pool.dispose();
        }
    }

    void run() throws SQLException {
        execute("CREATE TABLE users (id VARCHAR(128) PRIMARY KEY)");
        execute("CREATE TABLE roles (user_id VARCHAR(128) REFERENCES users, role VARCHAR(64))");
        execute("INSERT INTO users VALUES ('ann'), ('bob'), ('cid')");
        execute("INSERT INTO roles VALUES ('ann', 'admin'), ('bob', 'clerk')");
        try (MemoryStore store = MemoryStore.create();
                Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                        .policy(PolicyFile.parse("policy.yml", POLICY))
                        .store(store)
                        .resolver(PrincipalResolver.combine(
                                PrincipalResolver.vetoBots(), PrincipalResolver.blocking(this::principal)))
                        .resolverTimeout(Duration.ofSeconds(5))
                        .build()) {
            for (String user : new String[] {"ann", "bob", "cid", "dan"}) {
                show(sentinel, user, "/refund");
                show(sentinel, user, "/ban");
            }
            execute("DELETE FROM roles WHERE user_id = 'ann'");
            show(sentinel, "ann", "/ban");
            sentinel.forget("ann");
            show(sentinel, "ann", "/ban");

            execute("DROP TABLE roles");
            show(sentinel, "bob", "/refund");
            sentinel.forget("bob");
            show(sentinel, "bob", "/refund");
            show(sentinel, "bob", "/help");
        }
    }

    /** Runs on a thread made for that, and only when the guard doesn't know the user already. */
    private Principal principal(Request request) {
        Subject subject = Objects.requireNonNull(request.subject(), "only subjects are resolved");
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(ROLES)) {
            query.setQueryTimeout(QUERY_SECONDS);
            query.setString(1, subject.id());
            try (ResultSet rows = query.executeQuery()) {
                return principal(rows);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the users' database can't be asked", failure);
        }
    }

    /** A row for each role; one with a null for a user without; none for whoever isn't registered. */
    private static Principal principal(ResultSet rows) throws SQLException {
        boolean registered = false;
        Set<String> roles = new HashSet<>();
        while (rows.next()) {
            registered = true;
            String role = rows.getString(1);
            if (role != null) {
                roles.add(role);
            }
        }
        return registered ? new Principal(true, roles, null) : Principal.ANONYMOUS;
    }

    private void show(Sentinel<Request> sentinel, String user, String action) {
        Request request = Request.builder(action).subject(user).build();
        out.printf("%s %-8s %s%n", user, action, sentinel.check(request).explain());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
