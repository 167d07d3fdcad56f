package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who acts, where, and whether a person answers for it. */
class IdentityTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # kind           | fields                                                                        | subject | chat | impersonal
            message          | 'from':{'id':42},'chat':{'id':-100}                                           | 42      | -100 | false
            message          | 'sender_chat':{'id':-200},'from':{'id':136817688},'chat':{'id':-100}          | -200    | -100 | false
            message          | 'sender_chat':{'id':-100},'from':{'id':1087968824},'chat':{'id':-100}         | -100    | -100 | true
            message          | 'from':{'id':777000},'chat':{'id':-100}                                       |         | -100 | false
            message          | 'from':{'id':1087968824},'chat':{'id':-100}                                   |         | -100 | false
            message          | 'from':{'id':136817688},'user':{'id':42},'chat':{'id':-100}                   | 42      | -100 | false
            message          | 'sender_chat':{'id':777000},'from':{'id':42}                                  | 42      |      | false
            message          | 'sender_chat':{'id':-200},'from':{'id':777000},'chat':{'id':-100},'is_automatic_forward':true | -200 | -100 | true
            message          | 'from':{'id':777000},'chat':{'id':-100},'is_automatic_forward':true           |         | -100 | true
            message          | 'from':{'id':42},'chat':{'id':-100},'is_automatic_forward':'true'             | 42      | -100 | false
            message          | 'from':{'id':42},'chat':{'id':42}                                             | 42      | 42   | false
            channel_post     | 'sender_chat':{'id':-300},'chat':{'id':-300}                                  | -300    | -300 | true
            channel_post     | 'chat':{'id':-300}                                                            |         | -300 | false
            message_reaction | 'actor_chat':{'id':-100},'chat':{'id':-100}                                   | -100    | -100 | true
            message_reaction | 'actor_chat':{'id':-200},'chat':{'id':-100}                                   | -200    | -100 | false
            message_reaction | 'user':{'id':42},'chat':{'id':-100}                                           | 42      | -100 | false
            poll_answer      | 'voter_chat':{'id':-200},'user':{'id':136817688}                              | -200    |      | false
            callback_query   | 'from':{'id':42},'message':{'chat':{'id':-100},'from':{'id':9},'sender_chat':{'id':-9}} | 42 | -100 | false
            callback_query   | 'from':{'id':42},'inline_message_id':'x'                                      | 42      |      | false
            callback_query   | 'from':{'id':42},'chat':{'id':-100}                                           | 42      |      | false
            channel_post     | 'from':{'id':42},'chat':{'id':-300}                                           |         | -300 | false
            edited_channel_post | 'user':{'id':42},'chat':{'id':-300}                                        |         | -300 | false
            message          | 'sender_chat':{'id':-300},'from':{'id':136817688},'chat':{'id':-400},'direct_messages_topic':{'topic_id':5} | -300 | -400 | true
            message          | 'sender_chat':{'id':-300},'chat':{'id':-400,'is_direct_messages':true}        | -300    | -400 | true
            message          | 'from':{'id':42},'chat':{'id':-400,'is_direct_messages':true},'direct_messages_topic':{'topic_id':5} | 42 | -400 | false
            business_message | 'from':{'id':42},'chat':{'id':42},'business_connection_id':'bc'               | 42      | bc/42 | false
            business_message | 'from':{'id':7},'chat':{'id':42},'business_connection_id':'bc'                | 7       | bc/42 | true
            edited_business_message | 'from':{'id':7},'chat':{'id':42},'business_connection_id':'bc'         | 7       | bc/42 | true
            business_message | 'from':{'id':42},'chat':{'id':42},'business_connection_id':'bc','is_from_offline':true | 42 | bc/42 | true
            business_message | 'from':{'id':42},'chat':{'id':42},'business_connection_id':'bc','sender_business_bot':{'id':9} | 42 | bc/42 | true
            message          | 'from':{'id':7},'chat':{'id':-42},'is_from_offline':true,'sender_business_bot':{'id':9} | 7 | -42 | false
            business_message | 'from':{'id':42},'chat':{'id':42}                                             | 42      | /42  | false
            deleted_business_messages | 'chat':{'id':42},'business_connection_id':'bc'                       |         | bc/42 | false
            guest_message    | 'from':{'id':42},'chat':{'id':-100}                                           | 42      | guest/-100 | false
            callback_query   | 'from':{'id':42},'message':{'chat':{'id':42},'business_connection_id':'bc'}   | 42      | bc/42 | false
            stopped_message_generation | 'chat':{'id':42,'type':'private'},'draft_id':1                      | 42      | 42   | false
            stopped_message_generation | 'chat':{'id':-42,'type':'group'},'draft_id':1                       |         | -42  | false
            message          | 'sender_chat':'x','from':[],'user':{'id':'42'},'chat':7                       |         |      | false
            message          | 'sender_chat':{'id':'-200'},'from':{'id':42},'chat':{'id':-100.0}             | 42      |      | false
            message          | 'from':{'id':9007199254740993},'chat':{'id':-9223372036854775808}             | 9007199254740993 | -9223372036854775808 | false
            message          | 'from':{'id':123456789012345678901234567890}                                  | 123456789012345678901234567890 | | false
            message          | 'from':{'id':1e2},'chat':{'id':1e999999999}                                   |         |      | false
            message          | 'from':{'id':0},'chat':{'id':-0}                                              | 0       | 0    | false
            """)
    void identity(String kind, String fields, String subject, String chat, boolean impersonal) {
        UpdateReading facts = UpdateReading.of(Samples.update(kind, fields));
        assertThat(facts.subject()).isEqualTo(subject);
        assertThat(facts.chat()).isEqualTo(chat);
        assertThat(facts.impersonal()).isEqualTo(impersonal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message          | 'from':{'id':42,'is_bot':true}                                      | true
            message          | 'from':{'id':42,'is_bot':false}                                     | false
            message          | 'from':{'id':42}                                                    | false
            message          | 'from':{'id':42,'is_bot':'true'}                                    | false
            message          | 'sender_chat':{'id':-200},'from':{'id':136817688,'is_bot':true}      | false
            message          | 'from':{'id':1087968824,'is_bot':true}                              | false
            message_reaction | 'user':{'id':42,'is_bot':true}                                      | true
            callback_query   | 'from':{'id':42,'is_bot':false},'message':{'from':{'id':9,'is_bot':true}} | false
            """)
    void whetherTheSubjectIsABot(String kind, String fields, boolean bot) {
        assertThat(Samples.update(kind, fields).request().bot()).isEqualTo(bot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-"})
    void idsFillASubjectAndNoMore(String sign) {
        String longest = sign + "9".repeat(128 - sign.length());
        assertThat(UpdateReading.of(Samples.update("message", "'from':{'id':" + longest + "}"))
                        .subject())
                .isEqualTo(longest);
        assertThat(UpdateReading.of(
                        Samples.update("message", "'from':{'id':" + longest + "9},'chat':{'id':" + longest + "9}")))
                .extracting(UpdateReading::subject, UpdateReading::chat)
                .containsExactly(null, null);
    }

    @Test
    void whoWroteTheQuotedMessageDoesNotAct() {
        UpdateReading facts =
                UpdateReading.of(Samples.message("'text':'no','reply_to_message':{'sender_chat':{'id':-100},"
                        + "'is_automatic_forward':true,'successful_payment':{},'media_group_id':'1'}"));
        assertThat(facts).isEqualTo(UpdateReading.of(Samples.message("'text':'no'")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message          | 'message_thread_id':7,'is_topic_message':true        | 7
            message          | 'message_thread_id':7                                |
            message          | 'message_thread_id':7,'is_topic_message':false       |
            edited_message   | 'message_thread_id':7,'is_topic_message':true        | 7
            message          | 'direct_messages_topic':{'topic_id':9,'user':{'id':42}} | 9
            callback_query   | 'message':{'message_thread_id':7,'is_topic_message':true} | 7
            callback_query   | 'message':{'direct_messages_topic':{'topic_id':9}}   | 9
            callback_query   | 'message':{'message_thread_id':7}                    |
            callback_query   | 'message_thread_id':7,'is_topic_message':true        |
            stopped_message_generation | 'message_thread_id':7                      | 7
            novelty          | 'message_thread_id':7,'is_topic_message':true        |
            """)
    void topic(String kind, String fields, String topic) {
        assertThat(Samples.update(kind, fields).request().topic()).isEqualTo(topic);
    }

    @Test
    void aConnectionTooLongForAnIdGivesNoChat() {
        String fields = "'from':{'id':42},'chat':{'id':42},'business_connection_id':'" + "c".repeat(126) + "'";
        assertThat(Samples.update("business_message", fields).request().chat()).isNull();
    }
}
