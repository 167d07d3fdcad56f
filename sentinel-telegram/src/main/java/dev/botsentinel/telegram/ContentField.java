package dev.botsentinel.telegram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * A field of {@code Message} that says what the message is, as of Bot API 10.3. A path names the first of them that the
 * message has. {@code text} comes before all of these.
 *
 * @param name the API's name
 * @param rank its place in the order
 * @param type what its value begins with; any other value is none
 */
record ContentField(String name, int rank, JsonToken type) {

    /** Those whose value is no object. */
    private static final Map<String, JsonToken> OTHER_TYPES = Map.of(
            "photo", JsonToken.START_ARRAY,
            "new_chat_members", JsonToken.START_ARRAY,
            "new_chat_photo", JsonToken.START_ARRAY,
            "new_chat_title", JsonToken.VALUE_STRING,
            "connected_website", JsonToken.VALUE_STRING,
            "migrate_to_chat_id", JsonToken.VALUE_NUMBER_INT,
            "migrate_from_chat_id", JsonToken.VALUE_NUMBER_INT);

    /** Their value is {@code true}. */
    private static final List<String> FLAGS =
            List.of("delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created");

    private static final List<String> MEDIA = List.of(
            "animation",
            "audio",
            "document",
            "photo",
            "sticker",
            "video",
            "video_note",
            "voice",
            "contact",
            "dice",
            "poll",
            "venue",
            "location");

    /** Not in the contract's order; no message has one of them beside one of those, but a live photo. */
    private static final List<String> MORE_MEDIA =
            List.of("rich_message", "live_photo", "paid_media", "story", "checklist", "game");

    private static final List<String> SERVICE = List.of(
            "new_chat_members",
            "left_chat_member",
            "chat_owner_left",
            "chat_owner_changed",
            "new_chat_title",
            "new_chat_photo",
            "delete_chat_photo",
            "group_chat_created",
            "supergroup_chat_created",
            "channel_chat_created",
            "message_auto_delete_timer_changed",
            "migrate_to_chat_id",
            "migrate_from_chat_id",
            "pinned_message",
            "invoice",
            "successful_payment",
            "refunded_payment",
            "users_shared",
            "chat_shared",
            "gift",
            "unique_gift",
            "gift_upgrade_sent",
            "connected_website",
            "write_access_allowed",
            "passport_data",
            "proximity_alert_triggered",
            "boost_added",
            "chat_background_set",
            "checklist_tasks_done",
            "checklist_tasks_added",
            "community_chat_added",
            "community_chat_joined",
            "community_chat_removed",
            "direct_message_price_changed",
            "forum_topic_created",
            "forum_topic_edited",
            "forum_topic_closed",
            "forum_topic_reopened",
            "general_forum_topic_hidden",
            "general_forum_topic_unhidden",
            "giveaway_created",
            "giveaway",
            "giveaway_winners",
            "giveaway_completed",
            "managed_bot_created",
            "paid_message_price_changed",
            "poll_option_added",
            "poll_option_deleted",
            "suggested_post_approved",
            "suggested_post_approval_failed",
            "suggested_post_declined",
            "suggested_post_paid",
            "suggested_post_refunded",
            "video_chat_scheduled",
            "video_chat_started",
            "video_chat_ended",
            "video_chat_participants_invited",
            "web_app_data");

    private static final Map<String, ContentField> BY_NAME = new HashMap<>();
    private static final String[] PATHS = new String[MEDIA.size() + MORE_MEDIA.size() + SERVICE.size()];

    static {
        List.of(MEDIA, MORE_MEDIA, SERVICE).forEach(names -> names.forEach(ContentField::know));
    }

    private static void know(String name) {
        int rank = BY_NAME.size();
        JsonToken type =
                FLAGS.contains(name) ? JsonToken.VALUE_TRUE : OTHER_TYPES.getOrDefault(name, JsonToken.START_OBJECT);
        BY_NAME.put(name, new ContentField(name, rank, type));
        PATHS[rank] = "message:" + name;
    }

    /** The field of this name; null if it says nothing of what the message is. */
    static @Nullable ContentField named(String name) {
        return BY_NAME.get(name);
    }

    /** The path of a message whose first such field has this rank. */
    static String path(int rank) {
        return PATHS[rank];
    }

    /** The names of all fields that say what a message is, its text among them. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("text"));
        List.of(MEDIA, MORE_MEDIA, SERVICE).forEach(names::addAll);
        return List.copyOf(names);
    }
}
