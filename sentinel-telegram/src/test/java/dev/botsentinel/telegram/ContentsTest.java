package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Content;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which updates repeat another. Each row: two messages, and whether they are the same. */
class ContentsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            same  | 'text':'hi','message_id':1,'date':1         | 'text':'hi','message_id':2,'date':2
            same  | 'text':'hi'                                 | 'text':'hi','entities':[],'reply_to_message':{}
            other | 'text':'hi'                                 | 'text':'Hi'
            other | 'text':'hi'                                 | 'text':'hi '
            other | 'text':'\\u00e9'                            | 'text':'e\\u0301'
            same  | 'text':'\\u00e9'                            | 'text':'é'
            other | 'text':'\\ud800'                            | 'text':'?'
            other | 'text':'a\\u0000'                           | 'text':'a'
            same  | 'voice':{'file_unique_id':'v'}              | 'voice':{'file_unique_id':'v','file_id':'x'},'caption':''
            other | 'voice':{'file_unique_id':'v'}              | 'voice':{'file_unique_id':'v'},'caption':'c'
            other | 'voice':{'file_unique_id':'v'}              | 'voice':{'file_unique_id':'w'}
            other | 'voice':{'file_unique_id':'v'}              | 'audio':{'file_unique_id':'v'}
            other | 'voice':{'file_unique_id':'v'}              | 'text':'v'
            same  | 'animation':{'file_unique_id':'a'}          | 'document':{'file_unique_id':'d'},'animation':{'file_unique_id':'a'}
            same  | 'live_photo':{'file_unique_id':'l'}         | 'photo':[{'file_unique_id':'p'}],'live_photo':{'file_unique_id':'l'}
            same  | 'document':{'file_unique_id':'d'}           | 'document':{'file_unique_id':'d'},'animation':{'file_unique_id':7}
            same  | 'location':{'latitude':1.5,'longitude':2}   | 'location':{'longitude':2.0,'latitude':1.50}
            other | 'location':{'latitude':1.5,'longitude':2}   | 'location':{'latitude':1.5,'longitude':2.000001}
            other | 'location':{'latitude':1,'longitude':2}     | 'location':{'latitude':2,'longitude':1}
            other | 'location':{'latitude':1,'longitude':2}     | 'location':{'latitude':1,'longitude':2,'live_period':60}
            other | 'location':{'latitude':1}                   | 'venue':{'latitude':1}
            same  | 'venue':{'title':'A','location':{'latitude':1}} | 'location':{'latitude':1},'venue':{'location':{'latitude':1},'title':'A'}
            other | 'venue':{'title':'A','address':'B'}         | 'venue':{'title':'B','address':'A'}
            other | 'venue':{'title':'A,1'}                     | 'venue':{'title':'A','address':'1'}
            same  | 'contact':{'phone_number':'1','first_name':'Z'} | 'contact':{'first_name':'Z','phone_number':'1'}
            other | 'contact':{'phone_number':'1'}              | 'contact':{'phone_number':1}
            other | 'text':'hi'                                 | 'text':'hi','reply_to_message':{'message_id':7}
            same  | 'text':'hi','reply_to_message':{'message_id':7} | 'reply_to_message':{'message_id':7,'text':'x'},'text':'hi'
            other | 'text':'hi','reply_to_message':{'message_id':7} | 'text':'hi','reply_to_message':{'message_id':8}
            other | 'text':'hi','reply_to_message':{'message_id':0,'ephemeral_message_id':7} | 'text':'hi','reply_to_message':{'message_id':0,'ephemeral_message_id':8}
            other | 'voice':{'file_unique_id':'v'}              | 'voice':{'file_unique_id':'v'},'reply_to_message':{'message_id':7}
            same  | 'voice':{'file_unique_id':'v'},'reply_to_message':{'message_id':7} | 'voice':{'file_unique_id':'v'},'reply_to_message':{'message_id':7}
            other | 'poll':{'question':'q','options':[{'text':'7'}]} | 'poll':{'question':'q'},'reply_to_message':{'message_id':7}
            same  | 'poll':{'question':'q','id':'1','total_voter_count':0,'options':[{'text':'a','voter_count':0}]} | 'poll':{'question':'q','id':'2','total_voter_count':9,'options':[{'text':'a','voter_count':9}],'is_closed':true}
            other | 'poll':{'question':'q','options':[{'text':'a'},{'text':'b'}]} | 'poll':{'question':'q','options':[{'text':'b'},{'text':'a'}]}
            other | 'poll':{'question':'q','options':[{'text':'a'}]} | 'poll':{'question':'q','options':[{'text':'a'},{'text':''}]}
            other | 'poll':{'question':'q','type':'quiz'}       | 'poll':{'question':'q','type':'regular'}
            other | 'poll':{'question':'q','is_anonymous':true} | 'poll':{'question':'q','allows_multiple_answers':true}
            """)
    void messages(String expected, String one, String another) {
        Content first = content(one);
        Content second = content(another);
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(first.equals(second)).isEqualTo(expected.equals("same"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'caption':'c'",
                "'text':7",
                "'text':null",
                "'photo':[]",
                "'photo':{'file_unique_id':'p'}",
                "'photo':[7,[],{}]",
                "'voice':{'file_id':'v'}",
                "'voice':[{'file_unique_id':'v'}]",
                "'poll':{'options':[]}",
                "'location':'here'",
                "'paid_media':{},'caption':'c'",
                "'rich_message':{'blocks':[]}",
                "'new_chat_members':[{'id':1}]",
                "'pinned_message':{'text':'x'}",
                "'game':{'title':'x'}",
                "'dice':{'emoji':'🎲','value':6}",
                "'dice':{'emoji':'🎲','value':6},'reply_to_message':{'message_id':7}",
                "'story':{'id':1}"
            })
    void theRestIsNoContent(String fields) {
        assertThat(content(fields)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'file_unique_id':'a','width':90,'height':90},{'file_unique_id':'b','width':800,'height':600}                       | b
            {'file_unique_id':'a','width':800,'height':600},{'file_unique_id':'b','width':90,'height':90}                       | a
            {'file_unique_id':'a','width':1,'height':9,'file_size':5},{'file_unique_id':'b','width':3,'height':3,'file_size':4} | a
            {'file_unique_id':'a','width':1,'height':9},{'file_unique_id':'b','width':3,'height':3}                             | b
            {'file_unique_id':'a'},{'file_unique_id':'b','width':-5,'height':-5}                                                | b
            {'file_unique_id':'a','width':9,'height':9},{'file_unique_id':'b','width':'99','height':99}                         | a
            {'file_unique_id':'a','width':9223372036854775807,'height':9223372036854775807},{'file_unique_id':'b','width':9,'height':9} | a
            {'file_unique_id':'a','width':4294967296,'height':4294967296},{'file_unique_id':'b','width':9,'height':9}           | a
            """)
    void thePhotoIsItsLargestSize(String sizes, String fileUniqueId) {
        assertThat(content("'caption':'c','photo':[null," + sizes + "]"))
                .isEqualTo(Content.of("photo", fileUniqueId, "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "channel_post", "business_message", "guest_message"})
    void allMessagesHaveContent(String kind) {
        assertThat(Samples.update(kind, "'text':'hi'").request().content()).isEqualTo(Content.text("hi"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            same  | 'text':'hi','message_id':1,'edit_date':5    | 'text':'hi','message_id':1,'edit_date':5,'date':1
            other | 'text':'hi','message_id':1,'edit_date':5    | 'text':'hi','message_id':2,'edit_date':5
            other | 'text':'hi','message_id':1,'edit_date':5    | 'text':'hi','message_id':1,'edit_date':6
            other | 'text':'hi','message_id':1,'edit_date':5    | 'text':'ho','message_id':1,'edit_date':5
            other | 'voice':{'file_unique_id':'v'},'message_id':1,'edit_date':5 | 'voice':{'file_unique_id':'v'},'message_id':1,'edit_date':6
            """)
    void edits(String expected, String one, String another) {
        Content first = Samples.update("edited_message", one).request().content();
        Content second = Samples.update("edited_message", another).request().content();
        assertThat(first).isNotNull();
        assertThat(first.equals(second)).isEqualTo(expected.equals("same"));
        assertThat(first).isNotEqualTo(content(one));
    }

    @Test
    void anEditedGameIsNoContent() {
        assertThat(Samples.update("edited_message", "'message_id':1,'edit_date':5,'game':{}")
                        .request()
                        .content())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll_answer", "chat_join_request", "my_chat_member", "pre_checkout_query", "novelty"})
    void otherKindsHaveNone(String kind) {
        assertThat(Samples.update(kind, "'text':'hi','data':'d','query':'q','question':'q'")
                        .request()
                        .content())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            same  | 'data':'d','message':{'message_id':1}                          | 'data':'d','message':{'message_id':1,'text':'x'},'id':'2'
            same  | 'data':'d','inline_message_id':'x'                             | 'data':'d','inline_message_id':'x','chat_instance':'2'
            other | 'data':'d','message':{'message_id':1}                          | 'data':'e','message':{'message_id':1}
            other | 'data':'d','message':{'message_id':1}                          | 'data':'d','message':{'message_id':2}
            other | 'data':'d','message':{'message_id':1}                          | 'data':'d','inline_message_id':'1'
            other | 'data':'d','inline_message_id':'x'                             | 'data':'d','inline_message_id':'y'
            other | 'data':'d','message':{'message_id':0,'ephemeral_message_id':1} | 'data':'d','message':{'message_id':0,'ephemeral_message_id':2}
            other | 'data':'d','message':{'message_id':1}                          | 'data':'d','message':{'message_id':1,'edit_date':5}
            other | 'data':'d','message':{'message_id':1,'edit_date':6}            | 'data':'d','message':{'message_id':1,'edit_date':5}
            other | 'data':'d'                                                     | 'data':'e'
            """)
    void callbacks(String expected, String one, String another) {
        Content first = Samples.update("callback_query", one).request().content();
        Content second = Samples.update("callback_query", another).request().content();
        assertThat(first).isNotNull();
        assertThat(first.equals(second)).isEqualTo(expected.equals("same"));
    }

    @Test
    void callbackWithoutDataIsNeverADuplicate() {
        assertThat(Samples.update("callback_query", "'game_short_name':'g','message':{'message_id':1}")
                        .request()
                        .content())
                .isNull();
    }

    @Test
    void inlineQueryWithItsOffset() {
        assertThat(Samples.update("inline_query", "'query':'tea','offset':''")
                        .request()
                        .content())
                .isEqualTo(Samples.update("inline_query", "'query':'tea'")
                        .request()
                        .content())
                .isNotEqualTo(Samples.update("inline_query", "'query':'tea','offset':'20'")
                        .request()
                        .content());
        assertThat(Samples.update("inline_query", "'query':7").request().content())
                .isNull();
    }

    @Test
    void aTreeFromElsewhereCannotOverflowTheStack() {
        ObjectNode venue = JsonNodeFactory.instance.objectNode();
        ObjectNode innermost = venue;
        for (int i = 0; i < 100_000; i++) {
            innermost = innermost.putObject("a");
        }
        ObjectNode update = JsonNodeFactory.instance.objectNode().put("update_id", 1);
        update.putObject("message").set("venue", venue);

        assertThat(TelegramUpdate.of(update).request().content()).isNotNull();
    }

    @Test
    void aHugeExponentFromElsewhereIsNotExpanded() {
        ObjectNode update = JsonNodeFactory.instance.objectNode().put("update_id", 1);
        update.putObject("message").putObject("contact").put("value", new BigDecimal("1e999999999"));

        assertThat(TelegramUpdate.of(update).request().content().values().get(0))
                .hasSizeLessThan(50);
    }

    private static Content content(String fields) {
        return Samples.update("message", fields).request().content();
    }
}
