package io.thunder.okhttp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonViewTest {

  @Test
  void members_anyValues_areSlicesOfTheText() throws MalformedException {
    JsonView view = JsonView.parse(
        " { \"a\" : [1, {\"b\":\"]}\"}] ,\"c\\n\":\"\\\"x\", \"d\":-1.0e5 ,\"e\":null}");
    List<String> members = new ArrayList<>();
    view.members((name, value) -> members.add(name + "=" + value.raw()));
    assertThat(members)
        .containsExactly("a=[1, {\"b\":\"]}\"}]", "c\n=\"\\\"x\"", "d=-1.0e5", "e=null");
  }

  @Test
  void items_anyArray_areInOrder() throws MalformedException {
    List<String> items = new ArrayList<>();
    JsonView.parse("[ 1 , [ ] ,{ },\"\",true]").items(item -> items.add(item.raw()));
    assertThat(items).containsExactly("1", "[ ]", "{ }", "\"\"", "true");
  }

  @Test
  void items_empty_areNone() throws MalformedException {
    JsonView.parse(" [ ] ").items(item -> assertThat(item).as("an item").isNull());
    JsonView.parse("{\n}")
        .members((name, item) -> assertThat(item).as("a member").isNull());
  }

  @Test
  void get_repeatedName_takesTheLast() throws MalformedException {
    JsonView view = JsonView.parse("{\"a\":1,\"b\":2,\"a\":3}");
    assertThat(view.get("a")).extracting(JsonView::raw).isEqualTo("3");
    assertThat(view.get("x")).isNull();
  }

  @Test
  void get_severalNames_areInTheOrderAsked() throws MalformedException {
    JsonView view = JsonView.parse("{ \"a\" : 1 , \"bb\":[2],\"b\":{\"c\":3}, \"\\u0063\":4}");
    assertThat(view.get(new String[] {"c", "b", "x", "a"}))
        .extracting(value -> value == null ? null : value.raw())
        .containsExactly("4", "{\"c\":3}", null, "1");
  }

  @Test
  void at_repeatedName_takesTheLast() throws MalformedException {
    JsonView view = JsonView.parse("{\"a\":\"x\",\"n\":1,\"\\u0061\":\"y\",\"n\":-2}");
    assertThat(view.stringAt("a")).isEqualTo("y");
    assertThat(view.wholeNumberAt("n")).isEqualTo(-2);
    assertThat(view.stringAt("n")).isNull();
    assertThat(view.wholeNumberAt("a")).isNull();
    assertThat(view.has("n")).isTrue();
    assertThat(view.has("x")).isFalse();
  }

  @Test
  void string_usualAndOtherWords_areWhatIsWritten() throws MalformedException {
    List<String> words = new ArrayList<>();
    JsonView.parse("[\"stop\",\"stops\",\"sto\",\"\",\"tool_calls\",\"\\u0073top\"]")
        .items(word -> words.add(word.string()));
    assertThat(words).containsExactly("stop", "stops", "sto", "", "tool_calls", "stop");
  }

  @Test
  void members_backslashesBeforeQuotes_endStringsWhereTheyEnd() throws MalformedException {
    JsonView view = JsonView.parse("{\"a\":\"\\\\\",\"b\":\"\\\"\\\\\\\",\",\"c\":\"\"}");
    assertThat(view.get(new String[] {"a", "b", "c"}))
        .extracting(JsonView::string)
        .containsExactly("\\", "\"\\\",", "");
  }

  @ParameterizedTest
  @CsvSource({"12, 12", "-3, -3", "1e3, 1000", "12.0, 12", "1.5,", "1e99,", "'\"7\"',", "null,"})
  void wholeNumber_anyValue_isANumberOrNothing(String json, Long expected)
      throws MalformedException {
    assertThat(JsonView.parse(json).wholeNumber()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":}", "<html>", "[1,]", "{} {}", "nul"})
  void parse_noJson_isRefusedWithAnExcerpt(String text) {
    assertThatThrownBy(() -> JsonView.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void parse_deepNesting_doesNotOverflow() throws MalformedException {
    String deep = "[".repeat(900) + "]".repeat(900);
    assertThat(JsonView.parse(deep).raw()).isEqualTo(deep);
    assertThatThrownBy(() -> JsonView.parse("[".repeat(100_000)))
        .isInstanceOf(MalformedException.class);
  }
}
