package dev.botsentinel.webhook;

import static dev.botsentinel.webhook.RequestVerifier.Verification.FORGED;
import static dev.botsentinel.webhook.RequestVerifier.Verification.MISSING;
import static dev.botsentinel.webhook.RequestVerifier.Verification.STALE;
import static dev.botsentinel.webhook.RequestVerifier.Verification.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.webhook.RequestVerifier.Verification;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiersTest {

    // Slack's own example, in its guide "Verifying requests from Slack".
    private static final String SLACK_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final long SLACK_TIME = 1531420618;
    private static final String SLACK_BODY = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect"
            + "&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    private static final String SLACK_SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private final RequestVerifier slack = SlackSignature.of(only(SLACK_SECRET));

    private static AcceptedSecrets only(String secret) {
        return AcceptedSecrets.only(Secret.of(secret));
    }

    private static Verification verify(RequestVerifier verifier, FakeRequest request, String body, long seconds) {
        Instant now = Instant.ofEpochSecond(seconds);
        Verification early = verifier.beforeBody(request, now);
        return early == VERIFIED ? verifier.verify(request, body.getBytes(StandardCharsets.UTF_8), now) : early;
    }

    private static FakeRequest slack(String signature, String time) {
        return new FakeRequest().with("X-Slack-Signature", signature).with("X-Slack-Request-Timestamp", time);
    }

    @Test
    void slacksOwnExampleIsVerified() {
        FakeRequest request = slack(SLACK_SIGNATURE, Long.toString(SLACK_TIME));
        assertThat(verify(slack, request, SLACK_BODY, SLACK_TIME)).isEqualTo(VERIFIED);
        assertThat(verify(slack, request, SLACK_BODY + " ", SLACK_TIME)).isEqualTo(FORGED);
        assertThat(verify(SlackSignature.of(only("another")), request, SLACK_BODY, SLACK_TIME))
                .isEqualTo(FORGED);
    }

    @ParameterizedTest
    @CsvSource({"-301, STALE", "-300, VERIFIED", "0, VERIFIED", "300, VERIFIED", "301, STALE"})
    void slacksTimeIsBoundedBothWays(long difference, Verification expected) {
        FakeRequest request = slack(SLACK_SIGNATURE, Long.toString(SLACK_TIME));
        assertThat(verify(slack, request, SLACK_BODY, SLACK_TIME + difference)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1531420618",
                "1531420618.0",
                "+1531420618",
                " 1531420618",
                "99999999999999999999",
                "١٥٣١٤٢٠٦١٨"
            })
    void aTimeThatIsNoPlainNumberIsForged(String time) {
        assertThat(verify(slack, slack(SLACK_SIGNATURE, time), SLACK_BODY, SLACK_TIME))
                .isEqualTo(FORGED);
    }

    @Test
    void onlyTheUsualSpellingOfASignatureMatches() {
        String time = Long.toString(SLACK_TIME);
        for (String other : List.of(
                SLACK_SIGNATURE.toUpperCase(Locale.ROOT),
                "v0=" + SLACK_SIGNATURE.substring(3).toUpperCase(Locale.ROOT),
                "v1=" + SLACK_SIGNATURE.substring(3),
                SLACK_SIGNATURE.substring(3),
                SLACK_SIGNATURE + "0")) {
            assertThat(verify(slack, slack(other, time), SLACK_BODY, SLACK_TIME))
                    .isEqualTo(FORGED);
        }
    }

    @Test
    void aSignatureThatIsMissingOrComesTwiceIsNone() {
        FakeRequest twice =
                slack(SLACK_SIGNATURE, Long.toString(SLACK_TIME)).with("X-Slack-Signature", SLACK_SIGNATURE);
        assertThat(verify(slack, twice, SLACK_BODY, SLACK_TIME)).isEqualTo(MISSING);
        assertThat(verify(slack, new FakeRequest(), SLACK_BODY, SLACK_TIME)).isEqualTo(MISSING);
        FakeRequest noTime = new FakeRequest().with("X-Slack-Signature", SLACK_SIGNATURE);
        assertThat(verify(slack, noTime, SLACK_BODY, SLACK_TIME)).isEqualTo(MISSING);
    }

    @Test
    void oldAndNewSecretsAreBothValid() {
        RequestVerifier both = SlackSignature.of(() -> List.of(Secret.of("new"), Secret.of(SLACK_SECRET)));
        assertThat(verify(both, slack(SLACK_SIGNATURE, Long.toString(SLACK_TIME)), SLACK_BODY, SLACK_TIME))
                .isEqualTo(VERIFIED);
    }

    /** GitHub publishes this example of the header that Meta uses, too. */
    @Test
    void thePublishedExampleOfXHubSignature256IsVerified() {
        RequestVerifier whatsApp = BodySignature.whatsApp(only("It's a Secret to Everybody"), only("verify-token"));
        String signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
        FakeRequest request = new FakeRequest().with("X-Hub-Signature-256", signature);
        assertThat(verify(whatsApp, request, "Hello, World!", 0)).isEqualTo(VERIFIED);
        assertThat(verify(whatsApp, request, "Hello, World", 0)).isEqualTo(FORGED);
        FakeRequest oldHash = new FakeRequest().with("X-Hub-Signature-256", signature.replace("sha256", "sha1"));
        assertThat(verify(whatsApp, oldHash, "Hello, World!", 0)).isEqualTo(FORGED);
    }

    /** LINE and Viber publish no example: RFC 4231, test case 2, in their spelling. */
    @Test
    void lineAndViberSpellTheSameHashTheirWay() {
        String text = "what do ya want for nothing?";
        String hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        RequestVerifier line = BodySignature.line(only("Jefe"));
        RequestVerifier viber = BodySignature.viber(only("Jefe"));
        assertThat(verify(line, new FakeRequest().with("X-Line-Signature", base64), text, 0))
                .isEqualTo(VERIFIED);
        assertThat(verify(viber, new FakeRequest().with("X-Viber-Content-Signature", hex), text, 0))
                .isEqualTo(VERIFIED);
        assertThat(verify(line, new FakeRequest().with("X-Line-Signature", hex), text, 0))
                .isEqualTo(FORGED);
        assertThat(verify(viber, new FakeRequest().with("X-Viber-Content-Signature", base64), text, 0))
                .isEqualTo(FORGED);
    }

    @Test
    void metasChallengeIsAnsweredToWhoKnowsTheVerifyToken() {
        RequestVerifier whatsApp = BodySignature.whatsApp(only("app-secret"), only("verify token"));
        String good = "hub.mode=subscribe&hub.verify_token=verify%20token&hub.challenge=1158201444";
        assertThat(challenge(whatsApp, good)).isEqualTo("1158201444");
        for (String bad : List.of(
                "hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1",
                "hub.mode=unsubscribe&hub.verify_token=verify%20token&hub.challenge=1",
                "hub.mode=subscribe&hub.verify_token=verify%20token&hub.challenge=%3Cscript%3E",
                "hub.mode=subscribe&hub.verify_token=verify%20token&hub.challenge=%zz",
                good + "&hub.challenge=2",
                "")) {
            assertThat(challenge(whatsApp, bad)).isNull();
        }
        assertThat(challenge(BodySignature.line(only("x")), good)).isNull();
    }

    private static String challenge(RequestVerifier verifier, String query) {
        FakeRequest request = new FakeRequest();
        request.query = query;
        return verifier.challenge(request);
    }

    /** RFC 8032, section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + " e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + " 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + " 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void ed25519VerifiesTheVectorsOfItsRfc(String key, String message, String signature) {
        byte[] bytes = HexFormat.of().parseHex(signature);
        byte[] signed = HexFormat.of().parseHex(message);
        assertThat(Ed25519Key.parse(key).verifies(bytes, signed)).isTrue();
        bytes[40] ^= 1;
        assertThat(Ed25519Key.parse(key).verifies(bytes, signed)).isFalse();
        assertThat(Ed25519Key.parse(key).verifies(new byte[64], signed)).isFalse();
        assertThat(Ed25519Key.parse(key).verifies(new byte[3], signed)).isFalse();
    }

    @Test
    void discordSignsTimeAndRawBody() throws GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        RequestVerifier discord = DiscordSignature.of(hex((EdECPublicKey) keys.getPublic()));
        long time = 1_764_500_000;
        String body = "{\"type\":1}";
        FakeRequest request = discord(sign(keys, time + body), time);
        assertThat(verify(discord, request, body, time)).isEqualTo(VERIFIED);
        assertThat(verify(discord, request, "{\"type\": 1}", time)).isEqualTo(FORGED);
        assertThat(verify(discord, request, body, time + 301)).isEqualTo(STALE);
        assertThat(verify(discord, request, body, time - 301)).isEqualTo(STALE);
        assertThat(verify(discord, discord(sign(keys, time + body), time + 1), body, time))
                .isEqualTo(FORGED);
        assertThat(verify(discord, discord("00".repeat(64), time), body, time)).isEqualTo(FORGED);
        assertThat(verify(discord, discord("zz", time), body, time)).isEqualTo(FORGED);
        assertThat(verify(discord, new FakeRequest(), body, time)).isEqualTo(MISSING);
    }

    @Test
    void whatIsNoPublicKeyIsRefusedAtTheStart() {
        for (String bad : List.of("", "00", "zz".repeat(32), "0".repeat(63), "ff".repeat(32))) {
            assertThatThrownBy(() -> DiscordSignature.of(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static FakeRequest discord(String signature, long time) {
        return new FakeRequest()
                .with("X-Signature-Ed25519", signature)
                .with("X-Signature-Timestamp", Long.toString(time));
    }

    private static String sign(KeyPair keys, String message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(message.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(signer.sign());
    }

    private static String hex(EdECPublicKey key) {
        BigInteger y = key.getPoint().getY();
        byte[] lowestFirst = new byte[32];
        byte[] bytes = y.toByteArray();
        for (int i = 0; i < Math.min(32, bytes.length); i++) {
            lowestFirst[i] = bytes[bytes.length - 1 - i];
        }
        lowestFirst[31] |= (byte) (key.getPoint().isXOdd() ? 0x80 : 0);
        assertThat(Arrays.equals(lowestFirst, new byte[32])).isFalse();
        return HexFormat.of().formatHex(lowestFirst);
    }
}
