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

  private final JsonScratch scratch = JsonScratch.borrow();
  private final TurnProgress progress = new TurnProgress(() -> 0);

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

  /** Alone, and beside others that take more than a byte; at each place of eight. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\t", "\u0001"})
  void length_eachLatin1CharacterInAPiece_equalsWhatIsWritten(String others) throws IOException {
    for (char c = 0; c < 0x100; c++) {
      for (int place = 0; place < Long.BYTES; place++) {
        String text = "a".repeat(JsonUtf8.PIECE_MIN + place) + c + others;
        assertThat(JsonParser.parseString(quoted(text)).getAsString())
            .as("%x at %d", (int) c, place)
            .isEqualTo(text);
      }
    }
  }

  /** Plain ASCII, ASCII, Latin-1, and all there is; lengths around that of a piece among them. */
  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x80, 0x100, 0x10000})
  void length_randomText_equalsWhatIsWritten(int chars) throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      String text = text(random, chars, random.nextInt(3 * Latin1Piece.CHARS_MAX));
      Buffer written = new Buffer();
      int before = random.nextInt(10_000);
      written.write(new byte[before]);
      new JsonUtf8(written, scratch, progress).quoted(text).finish();
      written.skip(before);

      assertThat(new JsonLength(scratch.piece).quoted(text).bytes()).isEqualTo(written.size());
      assertThat(JsonParser.parseString(written.readUtf8()).getAsString()).isEqualTo(text);
    }
  }

  /** Mostly letters, with others of a range in between, and a few of any. */
  private static String text(Random random, int chars, int length) {
    StringBuilder text = new StringBuilder();
    int rare = 1 + random.nextInt(100);
    for (int i = 0; i < length; i++) {
      text.append((char) (random.nextInt(rare) == 0 ? random.nextInt(chars) : 'a' + i % 26));
    }
    if (random.nextInt(4) == 0 && length > 0) {
      text.setCharAt(random.nextInt(length), (char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u4f60", "\ud83c\udf1f", "\ud83c", "\u00e9", "\u0001", "\n"})
  void quoted_specialAnywhereInAPiece_staysWhatItIs(String special) throws IOException {
    for (int at = Latin1Piece.CHARS_MAX - 20; at < Latin1Piece.CHARS_MAX + 20; at++) {
      String text = "a".repeat(at) + special + "b".repeat(100);
      assertThat(JsonParser.parseString(quoted(text)).getAsString()).isEqualTo(text);
    }
  }

  @Test
  void length_longTextAgain_isRememberedOfThisObjectOnly() {
    String text = "line\n".repeat(KnownLengths.CHARS_MIN);
    assertThat(KnownLengths.of(text)).isEqualTo(KnownLengths.UNKNOWN);

    long first = new JsonLength(scratch.piece).quoted(text).bytes();
    assertThat(KnownLengths.of(text)).isEqualTo(first - 2).isEqualTo(6 * KnownLengths.CHARS_MIN);
    assertThat(new JsonLength(scratch.piece).quoted(text).quoted(text).bytes())
        .isEqualTo(2 * first);
    assertThat(KnownLengths.of(new String(text.toCharArray()))).isEqualTo(KnownLengths.UNKNOWN);
  }

  @Test
  void length_longTextInJsonThatIsReady_doesNotCountItsEscapes() {
    String text = '"' + "line\t".repeat(KnownLengths.CHARS_MIN) + '"';
    new JsonLength(scratch.piece).quoted(text);

    assertThat(new JsonLength(scratch.piece).verbatim(text).bytes()).isEqualTo(text.length());
  }

  @Test
  void verbatim_longJson_staysAsItWas() throws IOException {
    String json = "[" + "\"\\n \u00e9 \u4f60\", \t\n".repeat(1_000) + "1]";
    assertThat(verbatim(json)).isEqualTo(json);
    assertThat(verbatim(json.replace('\u4f60', 'x'))).isEqualTo(json.replace('\u4f60', 'x'));
  }

  private String quoted(String text) throws IOException {
    Buffer buffer = new Buffer();
    new JsonUtf8(buffer, scratch, progress).quoted(text).finish();
    assertThat(new JsonLength(scratch.piece).quoted(text).bytes()).isEqualTo(buffer.size());
    return buffer.readUtf8();
  }

  private String verbatim(String json) throws IOException {
    Buffer buffer = new Buffer();
    new JsonUtf8(buffer, scratch, progress).verbatim(json).finish();
    assertThat(new JsonLength(scratch.piece).verbatim(json).bytes()).isEqualTo(buffer.size());
    return buffer.readUtf8();
  }
}
