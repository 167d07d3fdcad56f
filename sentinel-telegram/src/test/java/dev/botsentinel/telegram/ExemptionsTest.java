package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Exemption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is never dropped, and what only looks like it; albums, which are charged once. */
class ExemptionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message                 | 'successful_payment':{'currency':'EUR','total_amount':500} | ALWAYS
            business_message        | 'successful_payment':{}              | ALWAYS
            channel_post            | 'migrate_to_chat_id':-1001           | ALWAYS
            message                 | 'migrate_to_chat_id':-1001           | ALWAYS
            message                 | 'migrate_from_chat_id':-5            | ALWAYS
            message                 | 'successful_payment':null            | NONE
            message                 | 'successful_payment':true            | NONE
            message                 | 'migrate_to_chat_id':'-1001'         | NONE
            message                 | 'refunded_payment':{}                | ALWAYS
            channel_post            | 'suggested_post_paid':{}             | ALWAYS
            message                 | 'suggested_post_refunded':{}         | ALWAYS
            message                 | 'suggested_post_approved':{'price':{'amount':5}} | ALWAYS
            message                 | 'suggested_post_approved':{}         | NONE
            message                 | 'suggested_post_approval_failed':{'price':{}} | ALWAYS
            message                 | 'suggested_post_declined':{}         | NONE
            message                 | 'suggested_post_info':{'price':{}}   | NONE
            purchased_paid_media    | 'from':{'id':1}                      | ALWAYS
            subscription            | 'user':{'id':1}                      | ALWAYS
            message                 | 'invoice':{}                         | NONE
            message                 | 'text':'successful_payment'          | NONE
            edited_message          | 'successful_payment':{}              | NONE
            edited_channel_post     | 'migrate_to_chat_id':-1001           | NONE
            edited_business_message | 'migrate_from_chat_id':-5            | NONE
            callback_query          | 'message':{'successful_payment':{}}  | NONE
            callback_query          | 'successful_payment':{}              | NONE
            novelty                 | 'successful_payment':{}              | NONE
            my_chat_member          | 'from':{'id':1}                      | ALWAYS
            chat_member             | 'from':{'id':1}                      | ALWAYS
            pre_checkout_query      | 'from':{'id':1}                      | UNLESS_BLOCKED
            shipping_query          | 'from':{'id':1}                      | UNLESS_BLOCKED
            """)
    void exemption(String kind, String fields, Exemption exemption) {
        assertThat(Samples.update(kind, fields).request().exemption()).isEqualTo(exemption);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message          | 'media_group_id':'135' | 135
            channel_post     | 'media_group_id':'135' | 135
            business_message | 'media_group_id':'135' | 135
            edited_message   | 'media_group_id':'135' |
            callback_query   | 'media_group_id':'135','message':{'media_group_id':'135'} |
            novelty          | 'media_group_id':'135' |
            message          | 'media_group_id':''    |
            message          | 'media_group_id':135   |
            message          | 'text':'x'             |
            """)
    void album(String kind, String fields, String album) {
        assertThat(Samples.update(kind, fields).request().album()).isEqualTo(album);
    }
}
