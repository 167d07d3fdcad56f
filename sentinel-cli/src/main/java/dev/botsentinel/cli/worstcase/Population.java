package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.Scope;

/**
 * Who sends, and from where. A user who can post as channels, or has several accounts, is as many subjects.
 *
 * @param subjects how many act, 1 or more
 * @param chats in how many chats; {@link Counts#UNBOUNDED} for any number
 * @param topics in how many topics of all these chats
 * @param nobody whether there are updates without a subject too, such as a channel's posts
 */
public record Population(long subjects, long chats, long topics, boolean nobody) {

    /** @throws IllegalArgumentException if a number is impossible */
    public Population {
        if (subjects < 1 || chats < 0 || topics < 0) {
            throw new IllegalArgumentException("subjects must be 1 or more, chats and topics not negative: " + subjects
                    + ", " + chats + ", " + topics);
        }
    }

    /** So many subjects in this many chats, whose topics are without number. */
    public static Population of(long subjects, long chats) {
        return new Population(subjects, chats, Counts.UNBOUNDED, false);
    }

    /** So many subjects in any number of chats. */
    public static Population anywhere(long subjects) {
        return of(subjects, Counts.UNBOUNDED);
    }

    /**
     * How many budgets of this scope these can spend, those it falls back to included.
     *
     * @param chatless whether some of the updates have no chat, like an inline query, for which a chat's limit is the user's
     */
    long owners(Scope scope, boolean chatless) {
        if (scope == Scope.GLOBAL) {
            return 1;
        }
        long withoutChat = chatless ? subjects : 0;
        long own = switch (scope) {
            case USER, SPACE_MEMBER -> subjects;
            case MEMBER -> Counts.plus(Counts.times(subjects, chats), withoutChat);
            case CHAT, SPACE -> Counts.plus(chats, withoutChat);
            case TOPIC -> Counts.plus(topics, Counts.plus(chats, withoutChat));
            case GLOBAL -> 1;
        };
        return Counts.plus(own, nobody ? Counts.plus(chats, 1) : 0);
    }
}
