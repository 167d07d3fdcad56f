package dev.botsentinel.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SecretTest {

    private static final String VALUE = "the-value-of-the-secret";

    private final Secret secret = Secret.of(VALUE);

    record Settings(String name, Secret token) {}

    record SavedSettings(Secret token) implements Serializable {}

    @Test
    void neverPrintsItself() {
        assertThat(secret).hasToString("Secret[hidden]");
        assertThat(new Settings("bot", secret).toString())
                .contains("Secret[hidden]")
                .doesNotContain(VALUE);
        assertThat(String.format("%s %S", secret, secret)).doesNotContainIgnoringCase(VALUE);
        assertThat(new BotToken(TokenForm.OTHER, secret).toString()).doesNotContain(VALUE);
    }

    @Test
    void jsonLibrariesFindNoValueEvenInPrivateFields() {
        JsonMapper everyField = JsonMapper.builder()
                .changeDefaultVisibility(it -> it.withVisibility(PropertyAccessor.ALL, Visibility.ANY))
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
        String bytes = "116,104,101";
        assertThat(everyField.writeValueAsString(new Settings("bot", secret)))
                .contains("bot")
                .doesNotContain(VALUE, bytes, "dGhl");
        assertThat(new Gson().toJson(new Settings("bot", secret)))
                .contains("bot")
                .doesNotContain(VALUE, bytes, "dGhl");
    }

    @Test
    void isNotSerialised() {
        assertThatThrownBy(() ->
                        new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(new SavedSettings(secret)))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageNotContaining(VALUE);
    }

    @Test
    void matchesItsValueAndNothingElse() {
        assertThat(secret.matches(VALUE)).isTrue();
        assertThat(secret.matches("")).isFalse();
        assertThat(secret.matches(VALUE + "x")).isFalse();
        assertThat(secret.matches(VALUE.substring(1))).isFalse();
        assertThat(secret.matches(VALUE + VALUE)).isFalse();
    }

    @Test
    void equalsByValueAndHashesToNothing() {
        assertThat(secret).isEqualTo(Secret.of(VALUE)).isNotEqualTo(Secret.of("another"));
        assertThat(secret.hashCode()).isEqualTo(Secret.of("another").hashCode());
    }

    @Test
    void closingOverwritesItAndLeavesNothingToMatch() {
        AtomicReference<byte[]> kept = new AtomicReference<>();
        assertThat(secret.<Integer>use(bytes -> {
                    kept.set(bytes);
                    return bytes.length;
                }))
                .isEqualTo(VALUE.length());
        assertThat(kept.get()).as("the copy").containsOnly(0);
        secret.close();
        secret.close();
        assertThat(secret.isClosed()).isTrue();
        assertThat(secret.matches(VALUE)).isFalse();
        assertThat(secret.matches("")).isFalse();
        assertThat(secret.matches("\0".repeat(VALUE.length()))).isFalse();
        assertThat(secret).isNotEqualTo(Secret.of(VALUE)).isEqualTo(secret);
        assertThatThrownBy(secret::reveal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void keepsACopyOfWhatItWasGiven() {
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        Secret copied = Secret.ofBytes(bytes);
        bytes[0] = 'X';
        assertThat(copied.reveal()).isEqualTo(VALUE);
        assertThat(Secret.of("schlüssel").reveal()).isEqualTo("schlüssel");
    }

    @Test
    void refusesEmptyAndHugeValuesWithoutRepeatingThem() {
        assertThatThrownBy(() -> Secret.of("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> Secret.of("abc".repeat(10_000)))
                .hasMessageContaining("30000 bytes")
                .hasMessageNotContaining("abcabc");
    }
}
