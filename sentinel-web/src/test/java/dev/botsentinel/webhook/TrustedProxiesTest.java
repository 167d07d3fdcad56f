package dev.botsentinel.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.webhook.TrustedProxies.ClientOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    private final TrustedProxies proxies =
            TrustedProxies.of(ForwardedHeaders.X_FORWARDED, "10.0.0.0/8", "2001:db8:ffff::1");
    private final TrustedProxies rfc = TrustedProxies.of(ForwardedHeaders.FORWARDED, "10.0.0.0/8");

    private static FakeRequest from(String peer) {
        FakeRequest request = new FakeRequest().from(peer);
        request.tls = false;
        return request;
    }

    @Test
    void withoutProxiesHeadersAreNotLookedAt() {
        FakeRequest request =
                from("203.0.113.7").with("X-Forwarded-For", "149.154.167.220").with("X-Forwarded-Proto", "https");
        assertThat(TrustedProxies.none().origin(request))
                .isEqualTo(new ClientOrigin(FakeRequest.address("203.0.113.7"), false));
    }

    @Test
    void whoIsNoProxyIsBelievedNothing() {
        FakeRequest request =
                from("203.0.113.7").with("X-Forwarded-For", "149.154.167.220").with("X-Forwarded-Proto", "https");
        assertThat(proxies.origin(request)).isEqualTo(new ClientOrigin(FakeRequest.address("203.0.113.7"), false));
    }

    @ParameterizedTest
    @CsvSource({
        "'149.154.167.220', https, 149.154.167.220, true",
        "'149.154.167.220', http, 149.154.167.220, false",
        "'149.154.167.220', 'https, http', 149.154.167.220, false",
        "'149.154.167.220', 'https, HTTPS', 149.154.167.220, true",
        // What a client wrote before the proxy's own word counts for nothing.
        "'149.154.167.220, 203.0.113.7', https, 203.0.113.7, true",
        "'149.154.167.220, 10.1.2.3', https, 149.154.167.220, true",
        "'203.0.113.7:4711', https, 203.0.113.7, true",
        "'[2001:db8::7]:4711', https, 2001:db8::7, true",
        "'2001:db8::7', https, 2001:db8::7, true",
        "'149.154.167.220, unknown', https, , true",
        "'149.154.167.220, evil.example', https, , true",
        "'149.154.167.220, ', https, , true",
        "'10.1.1.1', https, , false",
        "'', https, , false",
    })
    void theFirstAddressFromTheRightThatIsNoProxyIsTheClient(
            String header, String protocol, String client, boolean secure) {
        FakeRequest request = from("10.0.0.1").with("X-Forwarded-For", header).with("X-Forwarded-Proto", protocol);
        assertThat(proxies.origin(request))
                .isEqualTo(new ClientOrigin(client == null ? null : FakeRequest.address(client), secure));
    }

    @Test
    void withoutItsHeaderAProxysRequestHasNoClient() {
        assertThat(proxies.origin(from("10.0.0.1"))).isEqualTo(ClientOrigin.UNKNOWN);
        assertThat(proxies.origin(from("10.0.0.1").with("X-Forwarded-For", "203.0.113.7,".repeat(2000))))
                .isEqualTo(ClientOrigin.UNKNOWN);
    }

    @Test
    void severalLinesAreOneList() {
        FakeRequest request = from("10.0.0.1")
                .with("X-Forwarded-For", "149.154.167.220")
                .with("X-Forwarded-For", "203.0.113.7")
                .with("X-Forwarded-Proto", "https");
        assertThat(proxies.origin(request).address()).isEqualTo(FakeRequest.address("203.0.113.7"));
    }

    @ParameterizedTest
    @CsvSource({
        "'for=149.154.167.220;proto=https', 149.154.167.220, true",
        "'for=149.154.167.220;proto=http', 149.154.167.220, false",
        "'For=\"[2001:db8::7]:4711\";Proto=https', 2001:db8::7, true",
        "'for=149.154.167.220;proto=https, for=10.1.1.1;proto=http', 149.154.167.220, true",
        "'for=149.154.167.220;proto=https, for=203.0.113.7;proto=http', 203.0.113.7, false",
        "'for=_hidden;proto=https', , true",
        "'proto=https', , true",
    })
    void theForwardedHeaderOfTheRfcIsRead(String header, String client, boolean secure) {
        assertThat(rfc.origin(from("10.0.0.1").with("Forwarded", header)))
                .isEqualTo(new ClientOrigin(client == null ? null : FakeRequest.address(client), secure));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4/33",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.4/",
                "1.2.3.4/8",
                "localhost",
                "::/129",
                "fe80::1%eth0",
                "1.2.3.4/-1",
                ":::",
                "2001:db8::1/32"
            })
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> IpNetwork.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "149.154.160.0/20, 149.154.160.0, true",
        "149.154.160.0/20, 149.154.175.255, true",
        "149.154.160.0/20, 149.154.176.0, false",
        "149.154.160.0/20, 149.154.159.255, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "1.2.3.4, 1.2.3.4, true",
        "1.2.3.4, ::ffff:1.2.3.4, true",
    })
    void networksContainWhatBeginsLikeThem(String network, String address, boolean contained) {
        assertThat(IpNetwork.parse(network).contains(FakeRequest.address(address)))
                .isEqualTo(contained);
    }
}
