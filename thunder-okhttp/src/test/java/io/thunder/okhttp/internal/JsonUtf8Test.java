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
  void bytes_randomText_equalWhatIsWritten() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(30_000);
      for (int i = 0; i < length; i++) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      JsonUtf8 counting = JsonUtf8.counting();
      Buffer written = new Buffer();
      JsonUtf8 writing = JsonUtf8.writing(written, random.nextInt(10_000));
      counting.quoted(text.toString());
      writing.quoted(text.toString());
      writing.flush();

      assertThat(counting.bytes()).isEqualTo(written.size()).isEqualTo(writing.bytes());
      assertThat(JsonParser.parseString(written.readUtf8()).getAsString())
          .isEqualTo(text.toString());
    }
  }

  private static String quoted(String text) throws IOException {
    Buffer buffer = new Buffer();
    JsonUtf8.writing(buffer, 0).quoted(text).flush();
    return buffer.readUtf8();
  }

  private static String verbatim(String json) throws IOException {
    Buffer buffer = new Buffer();
    JsonUtf8.writing(buffer, 0).verbatim(json).flush();
    return buffer.readUtf8();
  }
}
