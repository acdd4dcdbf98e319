package io.thunder.examples.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TokenizerTest {

  @Test
  void prompt_messagesAppended_keepsThePrefix() {
    List<Integer> one = tokens("{'role':'user','content':'hello'}");
    List<Integer> two =
        tokens("{'role':'user','content':'hello'},{'role':'assistant','content':'x'}");

    assertThat(one).hasSize(3 + 2 + 2 + 3);
    assertThat(two).startsWith(one.toArray(Integer[]::new));
  }

  @Test
  void prompt_answerSentBack_hasExactlyItsTokens() {
    AnswerText answer = new AnswerText(42);
    List<Integer> before = tokens("{'role':'user','content':'hello'}");

    List<Integer> after = tokens("{'role':'user','content':'hello'},"
        + "{'role':'assistant','content':'" + answer.text(0, 100)
        + "','refusal':null,'tool_calls':[]}");

    List<Integer> generated = IntStream.range(0, 100).mapToObj(answer::token).toList();
    assertThat(after.subList(before.size(), before.size() + 100)).isEqualTo(generated);
    assertThat(after).hasSize(before.size() + 100 + 2 + 3);
  }

  @Test
  void prompt_extraFields_count() {
    int plain = tokens("{'role':'assistant','content':null}").size();
    int call = tokens("{'role':'assistant','tool_calls':[{'id':'c1','function':{'name':'ls'}}]}")
        .size();

    assertThat(call - plain).isEqualTo((int)
        Math.ceil("tool_calls[{'id':'c1','function':{'name':'ls'}}]".length() / 4.0));
  }

  @Test
  void prompt_contentParts_areTokenizedOneByOne() {
    assertThat(tokens("{'role':'user','content':[{'type':'text','text':'hello'},"
            + "{'type':'text','text':'you'}]}"))
        .hasSize(3 + 2 + 1 + 2 + 3);
  }

  @Test
  void answerText_anyToken_isFourPlainCharacters() {
    AnswerText answer = new AnswerText(7);

    assertThat(answer.text(0, 1_000)).hasSize(4_000).matches("[a-z-]+");
    assertThat(answer.text(10, 20)).isEqualTo(answer.text(0, 1_000).substring(40, 80));
    assertThat(new AnswerText(8).text(0, 10)).isNotEqualTo(answer.text(0, 10));
  }

  private static List<Integer> tokens(String messages) {
    String body = ("{'messages':[" + messages + "]}").replace('\'', '"');
    List<Integer> tokens = new ArrayList<>();
    Tokenizer.prompt(ChatRequestReader.read(new StringReader(body)), tokens::add);
    return tokens;
  }
}
