package dev.botsentinel.redis;

import dev.botsentinel.redis.client.Script;
import java.util.List;

/** The scripts of the storage, except those made for a plan. Shared code comes first in each. */
final class Scripts {

    static final Script EVALUATE =
            new Script(ScriptFiles.joined("lib/prologue", "lib/layout", "lib/limits", "lib/plan_argument")
                    + ScriptFiles.evaluation());
    static final Script BLOCK =
            of("lib/prologue", "lib/layout", "lib/owner", "lib/block_index", "lib/news", "script/block");
    static final Script UNBLOCK = of(
            "lib/prologue",
            "lib/layout",
            "lib/owner",
            "lib/block_index",
            "lib/violations",
            "lib/news",
            "script/unblock");
    static final Script BLOCKS_OF = of("lib/prologue", "lib/layout", "lib/owner", "script/blocks_of");
    static final Script PAGE_OF_INDEX = of("lib/prologue", "script/page_of_index");
    static final Script INSPECT =
            of("lib/prologue", "lib/layout", "lib/owner", "lib/limits", "lib/violations", "script/inspect");
    static final Script RESET = of("lib/prologue", "lib/layout", "lib/owner", "lib/cooldowns", "script/reset");
    static final Script REFUND =
            of("lib/prologue", "lib/layout", "lib/owner", "lib/limits", "lib/give_back_permits", "script/refund");
    static final Script GIVE_BACK = of(
            "lib/prologue",
            "lib/layout",
            "lib/owner",
            "lib/limits",
            "lib/give_back_permits",
            "lib/forget_value",
            "lib/albums",
            "script/give_back");
    static final Script REFUSE_ALBUM =
            of("lib/prologue", "lib/layout", "lib/owner", "lib/albums", "script/refuse_album");
    static final Script RELEASE = of("lib/prologue", "lib/layout", "lib/owner", "lib/forget_value", "script/release");
    static final Script INDEX_BLOCK = of("lib/prologue", "lib/layout", "lib/block_index", "script/index_block");
    static final Script COOLDOWN = of("lib/prologue", "lib/layout", "lib/owner", "lib/cooldowns", "script/cooldown");
    static final Script USER = of("lib/prologue", "script/user");
    static final Script EXPORT = of("lib/prologue", "script/export");
    static final Script ERASE = of("lib/prologue", "lib/layout", "lib/owner", "lib/news", "script/erase");
    static final Script RECORD_DENIALS = of("lib/prologue", "script/record_denials");
    static final Script DENIALS_OF = of("lib/prologue", "script/denials_of");
    static final Script COUNT_DENIALS = of("lib/prologue", "script/count_denials");
    static final Script ANNOUNCE_FORGET = of("lib/prologue", "lib/news", "script/announce_forget");

    static final Script FINGERPRINT_KEY = of("lib/prologue", "script/fingerprint_key");

    /** Follows no deadline: it runs before anything is known about the server. */
    static final Script CHECK = of("script/check");

    /** All but the check. */
    static final List<Script> ALL = List.of(
            EVALUATE,
            BLOCK,
            UNBLOCK,
            BLOCKS_OF,
            PAGE_OF_INDEX,
            INSPECT,
            RESET,
            REFUND,
            GIVE_BACK,
            REFUSE_ALBUM,
            RELEASE,
            INDEX_BLOCK,
            COOLDOWN,
            USER,
            EXPORT,
            ERASE,
            RECORD_DENIALS,
            DENIALS_OF,
            COUNT_DENIALS,
            ANNOUNCE_FORGET,
            FINGERPRINT_KEY);

    private Scripts() {}

    private static Script of(String... files) {
        return new Script(ScriptFiles.joined(files));
    }
}
