package dev.botsentinel.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "redis://host | false | host:6379",
                "rediss://u:p@host:1/2?clientName=bot | false | host:1",
                "redis://[::1]:7000 | false | [::1]:7000",
                "redis-sentinel://u:p@a,b:2#main | false | a:26379,b:2#main",
                "rediss-sentinel://a/3?clientName=bot#main | false | a:26379#main",
                "redis-cluster://a:1,b:2 | true | a:1,b:2",
                "rediss-cluster://u:p@a | true | a:6379",
                "redis://:p@bot_cache_1:7/0 | false | bot_cache_1:7",
                "redis-cluster://a_1,b_2:8 | true | a_1:6379,b_2:8",
                "redis-sentinel://s_1,[fe80::1%eth0]#main | false | s_1:26379,[fe80::1%eth0]:26379#main",
            })
    void eachTopologyHasAUri(String uri, boolean isCluster, String name) {
        Endpoints place = Endpoints.parse(uri);
        assertThat(place.isCluster()).isEqualTo(isCluster);
        assertThat(place.name()).isEqualTo(name);
    }

    @Test
    void tlsChecksInFullUnlessTheUriSaysOtherwise() {
        for (String uri : new String[] {"rediss://a", "rediss-cluster://a", "rediss-sentinel://a#m"}) {
            RedisURI tls = Endpoints.parse(uri).uris().get(0);
            assertThat(tls.isSsl()).isTrue();
            assertThat(tls.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        }
        RedisURI behind = Endpoints.parse("rediss-sentinel://a#m").server("b", 1);
        assertThat(behind.isSsl()).isTrue();
        assertThat(behind.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        assertThat(Endpoints.parse("rediss://a?verifyPeer=CA").uris().get(0).getVerifyMode())
                .isEqualTo(SslVerifyMode.CA);
        assertThat(Endpoints.parse("redis-cluster://a").uris().get(0).isSsl()).isFalse();
    }

    @Test
    void loginDatabaseAndClientNameAreRead() {
        RedisURI uri = Endpoints.parse("redis://us%40er:p%2Fw+@host/3?clientName=bot")
                .uris()
                .get(0);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.getClientName()).isEqualTo("bot");
        assertThat(login(uri)).isEqualTo("us@er p/w+");
        assertThat(login(Endpoints.parse("redis://:secret@host").uris().get(0))).isEqualTo("null secret");
        assertThat(login(Endpoints.parse("redis://host").uris().get(0))).isEqualTo("null null");
    }

    /** What stands alone before the @ is a user to some clients and a password to others. */
    @ParameterizedTest
    @ValueSource(strings = {"redis://bot@host", "redis-cluster://bot@host", "redis-sentinel://bot@host#m"})
    void aSingleWordBeforeTheHostIsRefusedAndNotRepeated(String uri) {
        assertThatThrownBy(() -> Endpoints.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://:password@host")
                .hasMessageNotContaining("bot");
    }

    @Test
    void sentinelsHaveALoginOfTheirOwn() {
        Endpoints own =
                Endpoints.parse("redis-sentinel://bot:data@a,b/2?sentinelPassword=pw%26x&sentinelUser=watch#main");
        assertThat(own.uris()).extracting(EndpointsTest::login).containsOnly("watch pw&x");
        assertThat(own.uris()).extracting(RedisURI::getDatabase).containsOnly(0);
        assertThat(login(own.server("master", 1))).isEqualTo("bot data");
        assertThat(own.server("master", 1).getDatabase()).isEqualTo(2);
        Endpoints none = Endpoints.parse("redis-sentinel://bot:data@a,b#main");
        assertThat(none.uris()).extracting(EndpointsTest::login).containsOnly("null null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://host?sentinelPassword=x1", "redis://host?pass=x1", "redis://host?x1", "redis://host?=x1"
            })
    void anUnknownParameterIsRefusedAndNotRepeated(String uri) {
        assertThatThrownBy(() -> Endpoints.parse(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientName")
                .hasMessageNotContaining("x1");
    }

    private static String login(RedisURI uri) {
        RedisCredentials login =
                uri.getCredentialsProvider().resolveCredentials().block();
        char[] password = login.getPassword();
        return login.getUsername() + " " + (password == null ? null : new String(password));
    }
}
