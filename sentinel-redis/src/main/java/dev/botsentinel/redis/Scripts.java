package dev.botsentinel.redis;

import java.util.List;

/** The scripts of the storage, but for those that are made for a plan. What a script shares with others stands first in it. */
final class Scripts {

    static final Script EVALUATE =
            Script.of("call", "value", "limits", "plan", "evaluate", "owner", "offences", "news", "violate");
    static final Script BLOCK = Script.of("call", "value", "owner", "index", "news", "block");
    static final Script UNBLOCK = Script.of("call", "value", "owner", "index", "offences", "news", "unblock");
    static final Script BLOCKS = Script.of("call", "value", "owner", "blocks");
    static final Script IDS = Script.of("call", "ids");
    static final Script INSPECT = Script.of("call", "value", "owner", "limits", "offences", "inspect");
    static final Script RESET = Script.of("call", "value", "owner", "cooldowns", "reset");
    static final Script REFUND = Script.of("call", "value", "owner", "limits", "spent", "refund");
    static final Script GIVE_BACK = Script.of("call", "value", "owner", "limits", "spent", "giveback");
    static final Script LIST = Script.of("call", "value", "index", "list");
    static final Script COOLDOWN = Script.of("call", "value", "owner", "cooldowns", "cooldown");
    static final Script USER = Script.of("call", "user");
    static final Script VALUES = Script.of("call", "values");
    static final Script ERASE = Script.of("call", "value", "owner", "news", "erase");
    static final Script TELL = Script.of("call", "news", "tell");

    /** All of them. */
    static final List<Script> ALL = List.of(
            EVALUATE, BLOCK, UNBLOCK, BLOCKS, IDS, INSPECT, RESET, REFUND, GIVE_BACK, LIST, COOLDOWN, USER, VALUES,
            ERASE, TELL);

    private Scripts() {}
}
