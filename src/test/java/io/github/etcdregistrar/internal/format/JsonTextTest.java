package io.github.etcdregistrar.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.StringReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void writesObjectsInTheirOrderAndWhateverIsInThem() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a");
        object.put("number", 8080);
        object.put("flag", true);
        object.put("nothing", null);
        object.put("list", List.of(1, "b"));
        object.put("object", Map.of());
        assertThat(JsonText.of(object))
                .isEqualTo(
                        "{\"text\":\"a\",\"number\":8080,\"flag\":true,\"nothing\":null,\"list\":[1,\"b\"],\"object\":{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"", "\\", "\"},{\"x\":\"", "a\nb\r\t\u0000\u001f\u007f", "\\u0041", "äß€😀", "\u2028"})
    void nothingBreaksOutOfText(String text) {
        String json = JsonText.of(Arrays.asList(text, Map.of(text, text)));
        assertThat(json).doesNotContainPattern("\\p{Cntrl}");
        JsonArray read = Json.createReader(new StringReader(json)).readArray();
        assertThat(read.getString(0)).isEqualTo(text);
        assertThat(read.getJsonObject(1).getString(text)).isEqualTo(text);
    }
}
