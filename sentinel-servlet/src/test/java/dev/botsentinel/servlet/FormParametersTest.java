package dev.botsentinel.servlet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormParametersTest {

    @Test
    void whatCanNotBeDecodedIsAnErrorAsInAContainer() {
        byte[] form = "a=%zz".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> FormParameters.merge(Map.of(), form, StandardCharsets.UTF_8))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the form can't be decoded");
    }
}
