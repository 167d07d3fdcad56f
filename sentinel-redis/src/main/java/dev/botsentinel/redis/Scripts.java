package dev.botsentinel.redis;

import java.util.List;

/** The scripts of the storage, but for those that are made for a plan. What a script shares with others stands first in it. */
final class Scripts {

    static final Script EVALUATE = Script.of(
            "lib/prologue",
            "lib/layout",
            "lib/limits",
            "lib/plan_argument",
            "script/evaluate",
            "lib/owner",
            "lib/violations",
            "lib/news",
            "lib/count_violation");
    static final Script BLOCK =
            Script.of("lib/prologue", "lib/layout", "lib/owner", "lib/block_index", "lib/news", "script/block");
    static final Script UNBLOCK = Script.of(
            "lib/prologue",
            "lib/layout",
            "lib/owner",
            "lib/block_index",
            "lib/violations",
            "lib/news",
            "script/unblock");
    static final Script BLOCKS = Script.of("lib/prologue", "lib/layout", "lib/owner", "script/blocks_of");
    static final Script IDS = Script.of("lib/prologue", "script/page_of_index");
    static final Script INSPECT =
            Script.of("lib/prologue", "lib/layout", "lib/owner", "lib/limits", "lib/violations", "script/inspect");
    static final Script RESET = Script.of("lib/prologue", "lib/layout", "lib/owner", "lib/cooldowns", "script/reset");
    static final Script REFUND = Script.of(
            "lib/prologue", "lib/layout", "lib/owner", "lib/limits", "lib/give_back_permits", "script/refund");
    static final Script GIVE_BACK = Script.of(
            "lib/prologue", "lib/layout", "lib/owner", "lib/limits", "lib/give_back_permits", "script/give_back");
    static final Script LIST = Script.of("lib/prologue", "lib/layout", "lib/block_index", "script/index_block");
    static final Script COOLDOWN =
            Script.of("lib/prologue", "lib/layout", "lib/owner", "lib/cooldowns", "script/cooldown");
    static final Script USER = Script.of("lib/prologue", "script/user");
    static final Script VALUES = Script.of("lib/prologue", "script/export");
    static final Script ERASE = Script.of("lib/prologue", "lib/layout", "lib/owner", "lib/news", "script/erase");
    static final Script TELL = Script.of("lib/prologue", "lib/news", "script/announce_forget");

    /** All of them. */
    static final List<Script> ALL = List.of(
            EVALUATE, BLOCK, UNBLOCK, BLOCKS, IDS, INSPECT, RESET, REFUND, GIVE_BACK, LIST, COOLDOWN, USER, VALUES,
            ERASE, TELL);

    private Scripts() {}
}
