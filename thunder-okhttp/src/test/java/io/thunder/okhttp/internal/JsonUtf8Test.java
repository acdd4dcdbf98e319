package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonUtf8Test {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | plain",
        "say \"hi\" | say \\\"hi\\\"",
        "C:\\dir | C:\\\\dir",
        "a/b | a/b",
        "é ü ß | é ü ß",
        "你好 | 你好",
        "🌟 | 🌟",
        "<script> & ' = | <script> & ' ="
      })
  void quoted_printableText_escapesOnlyWhatJsonDemands(String text, String inside)
      throws IOException {
    assertThat(quoted(text)).isEqualTo('"' + inside + '"');
  }

  @Test
  void quoted_controlCharacters_escapesAllOfThem() throws IOException {
    assertThat(quoted("\n\r\t\b\f\u0000\u001f\u007f\u2028"))
        .isEqualTo("\"\\n\\r\\t\\b\\f\\u0000\\u001f\u007f\u2028\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83c", "\udf1f", "a\ud83cb", "\udf1f\ud83c", "\ud83c\ud83c\udf1f"})
  void quoted_loneSurrogates_comeBackAsTheyWere(String text) throws IOException {
    assertThat(JsonParser.parseString(quoted(text)).getAsString()).isEqualTo(text);
    assertThat(quoted(text)).doesNotContain("?");
  }

  @Test
  void verbatim_loneSurrogateInString_becomesAnEscape() throws IOException {
    assertThat(verbatim("[\"a\ud83c\", \"\ud83c\udf1f\"]"))
        .isEqualTo("[\"a\\ud83c\", \"\ud83c\udf1f\"]");
  }

  @Test
  void verbatim_anyJson_staysAsItWas() throws IOException {
    String json = "{ \"a\" : [1.0, 1e-7, \"\\u00e9\\/\"],\n\t\"b\":null }";
    assertThat(verbatim(json)).isEqualTo(json);
  }

  @Test
  void length_randomText_equalsWhatIsWritten() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(30_000);
      for (int i = 0; i < length; i++) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      Buffer written = new Buffer();
      int before = random.nextInt(10_000);
      written.write(new byte[before]);
      JsonUtf8 writing = new JsonUtf8(written);
      writing.quoted(text.toString()).finish();
      written.skip(before);

      assertThat(new JsonLength().quoted(text.toString()).bytes()).isEqualTo(written.size());
      assertThat(JsonParser.parseString(written.readUtf8()).getAsString())
          .isEqualTo(text.toString());
    }
  }

  private static String quoted(String text) throws IOException {
    Buffer buffer = new Buffer();
    new JsonUtf8(buffer).quoted(text).finish();
    assertThat(new JsonLength().quoted(text).bytes()).isEqualTo(buffer.size());
    return buffer.readUtf8();
  }

  private static String verbatim(String json) throws IOException {
    Buffer buffer = new Buffer();
    new JsonUtf8(buffer).verbatim(json).finish();
    assertThat(new JsonLength().verbatim(json).bytes()).isEqualTo(buffer.size());
    return buffer.readUtf8();
  }
}
