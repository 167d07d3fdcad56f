package dev.botsentinel.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        RedisURI sentinels = Endpoints.parse("rediss-sentinel://a#m").uris().get(0);
        assertThat(sentinels.getSentinels()).allMatch(RedisURI::isSsl).allMatch(RedisURI::isVerifyPeer);
        assertThat(Endpoints.parse("redis-cluster://a").uris().get(0).isSsl()).isFalse();
    }

    @Test
    void loginDatabaseAndClientNameAreRead() {
        RedisURI uri = Endpoints.parse("redis://us%40er:p%2Fw@host/3?clientName=bot")
                .uris()
                .get(0);
        assertThat(uri.getDatabase()).isEqualTo(3);
        assertThat(uri.getClientName()).isEqualTo("bot");
        assertThat(uri.getCredentialsProvider().resolveCredentials().block().getUsername())
                .isEqualTo("us@er");
        assertThat(new String(uri.getCredentialsProvider()
                        .resolveCredentials()
                        .block()
                        .getPassword()))
                .isEqualTo("p/w");
    }
}
