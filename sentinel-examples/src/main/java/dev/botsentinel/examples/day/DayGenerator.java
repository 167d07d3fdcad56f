package dev.botsentinel.examples.day;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes a day of Telegram updates for a shop bot, the same for the same seed on every machine.
 *
 * <pre>{@code DayGenerator <seed> <updates.jsonl> [<about how many updates> [<principals.json>]]}</pre>
 *
 * <p>A larger day is made of districts, each with about {@value #UPDATES_PER_DISTRICT} updates and a whole cast of its
 * own, on one clock. Lines are written as they happen: memory grows with the number of people, not of updates each.
 */
public final class DayGenerator {

    /** The seed of the committed day. */
    public static final long SEED = 20_260_314;

    private static final int UPDATES_PER_DISTRICT = 3_250;

    private final long seed;
    private final int districts;

    /** @param updates about how many; at least one district is made */
    public DayGenerator(long seed, long updates) {
        if (updates < 1) {
            throw new IllegalArgumentException("updates is " + updates + ", must be at least 1");
        }
        this.seed = seed;
        this.districts = (int) Math.max(1, Math.round((double) updates / UPDATES_PER_DISTRICT));
    }

    public static void main(String[] args) throws IOException {
        boolean numbers = args.length > 0 && isNumber(args[0]) && (args.length < 3 || isNumber(args[2]));
        if (args.length < 2 || args.length > 4 || !numbers) {
            System.err.println("usage: DayGenerator <seed> <updates.jsonl> [<updates> [<principals.json>]]");
            System.exit(2);
        }
        long updates = args.length > 2 ? Long.parseLong(args[2]) : UPDATES_PER_DISTRICT;
        DayGenerator generator = new DayGenerator(Long.parseLong(args[0]), updates);
        try (Writer out = Files.newBufferedWriter(Path.of(args[1]), StandardCharsets.UTF_8)) {
            System.err.println(generator.writeUpdates(out) + " updates written to " + args[1]);
        }
        if (args.length > 3) {
            try (Writer out = Files.newBufferedWriter(Path.of(args[3]), StandardCharsets.UTF_8)) {
                generator.writePrincipals(out);
            }
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,18}");
    }

    /**
     * Writes the day, one envelope a line.
     *
     * @return how many lines
     */
    public long writeUpdates(Writer out) throws IOException {
        DayTimeline timeline = new DayTimeline();
        UpdateLog log = new UpdateLog(timeline, out);
        Dice day = new Dice(seed);
        Dice later = new Dice(~seed);
        for (int district = 0; district < districts; district++) {
            DayStage stage = DayStage.of(timeline, log, day.split(), new Cast(district));
            plan(stage);
            new Latecomers(stage.withDice(later.split())).plan();
        }
        timeline.play();
        out.flush();
        return log.lines();
    }

    private static void plan(DayStage stage) {
        new Crowd(stage).plan();
        new Troublemakers(stage).plan();
        new Staff(stage).plan();
        new Rarities(stage).plan();
    }

    /** Writes who the day's people are to the bot, in the form {@code sentinel replay --principals} reads. */
    public void writePrincipals(Writer out) throws IOException {
        DayPrincipals principals = new DayPrincipals();
        for (int district = 0; district < districts; district++) {
            principals.add(new Cast(district));
        }
        principals.write(out);
    }
}
