package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user from docs/redis.md, with another prefix and password. */
final class GrantedUser {

    static final String NAME = "sentinel";
    static final String PASSWORD = "p@ss/word";

    private static final ProtocolKeyword ACL = () -> "ACL".getBytes(UTF_8);
    private static final Path PAGE = Path.of("..", "docs", "redis.md");
    private static final String LINE = "ACL SETUSER ";

    private GrantedUser() {}

    /** The rules that follow the name. */
    static List<String> rules() {
        String line;
        try {
            line = Files.readAllLines(PAGE).stream()
                    .filter(one -> one.startsWith(LINE))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        List<String> rules = words.subList(3, words.size());
        rules.replaceAll(rule -> switch (rule.charAt(0)) {
            case '>' -> ">" + PASSWORD;
            case '~', '&' -> rule.charAt(0) + "test:*";
            default -> rule;
        });
        return rules;
    }

    /** The server option that defines this user, so that a restart keeps it. It may also erase. */
    static List<String> option() {
        List<String> option = new ArrayList<>(List.of("--user", NAME));
        option.addAll(rules());
        option.add("+scan");
        return option;
    }

    static void make(TestRedis server, String name, List<String> rules) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add("SETUSER")
                .add(name)
                .add("reset");
        rules.forEach(arguments::add);
        server.admin().sync().dispatch(ACL, new StatusOutput<>(ByteArrayCodec.INSTANCE), arguments);
    }

    static String login(String uri) {
        return login(uri, NAME);
    }

    static String login(String uri, String name) {
        return uri.replace("redis://", "redis://" + name + ":p%40ss%2Fword@");
    }
}
