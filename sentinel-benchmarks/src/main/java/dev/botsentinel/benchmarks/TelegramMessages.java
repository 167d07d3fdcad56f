package dev.botsentinel.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/** Text messages of a group as the Bot API delivers them: some 350 bytes of JSON each, invented. */
final class TelegramMessages {

    /** So many users take turns, each with another text. */
    static final int USERS = 1024;

    /** Between two updates, whoever sends them: a user then sends every 5.4 s, and none is denied. */
    static final long MICROS_BETWEEN = 5_400_000 / USERS;

    private static final int TEXT_LENGTH = 40;
    private static final long FIRST_SECOND = 1_767_225_600;

    private TelegramMessages() {}

    /** So many messages in the order sent, without line ends. */
    static byte[][] of(int number) {
        Random random = new Random(42);
        byte[][] messages = new byte[number][];
        for (int i = 0; i < number; i++) {
            messages[i] = message(i, random).getBytes(StandardCharsets.UTF_8);
        }
        return messages;
    }

    private static String message(int number, Random random) {
        int user = number % USERS;
        int chat = user % 100;
        return String.format(
                Locale.ROOT,
                "{\"update_id\":%d,\"message\":{\"message_id\":%d,\"from\":{\"id\":%d,"
                        + "\"is_bot\":false,\"first_name\":\"Anna\",\"last_name\":\"Petrova\",\"username\":\"anna_p%d\","
                        + "\"language_code\":\"en\"},\"chat\":{\"id\":%d,\"title\":\"Garden club %d\",\"username\":\"garden%d\","
                        + "\"type\":\"supergroup\"},\"date\":%d,\"text\":\"%s\"}}",
                734_120_000 + number,
                18_000 + number,
                Traffic.userId(user),
                user,
                -1_001_000_000_000L - chat,
                chat,
                chat,
                FIRST_SECOND + number * MICROS_BETWEEN / 1_000_000,
                text(number, random));
    }

    private static String text(int number, Random random) {
        StringBuilder text = new StringBuilder().append(number).append(' ');
        while (text.length() < TEXT_LENGTH) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
