package io.thunder.examples.llamacpp.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.examples.llamacpp.gguf.Vocabulary.Token;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VocabularyTest {

  private final Vocabulary vocabulary = new Vocabulary();
  private final List<Token> tokens = vocabulary.tokens();

  @Test
  void tokens_words_canBeMergedFromTheirBeginnings() {
    for (int id : vocabulary.answerTokens()) {
      String word = tokens.get(id).text();
      assertThat(word).startsWith("\u2581").hasSize(4);
      for (int length = 1; length < word.length(); length++) {
        int begin = vocabulary.id(word.substring(0, length));
        assertThat(tokens.get(begin).score()).isLessThan(tokens.get(id).score());
      }
    }
  }

  @Test
  void tokens_allBytes_areThere() {
    assertThat(tokens).filteredOn(token -> token.kind() == Vocabulary.Kind.BYTE).hasSize(256);
    assertThat(tokens.get(vocabulary.id("<0x0A>")).kind()).isEqualTo(Vocabulary.Kind.BYTE);
  }

  @Test
  void answerTokens_neverEndTheAnswer() {
    assertThat(vocabulary.answerTokens()).hasSize(64).doesNotContain(vocabulary.endOfAnswer());
  }

  @Test
  void byLabel_unknownSize_listsAll() {
    assertThat(ModelSize.byLabel("tiny")).isEqualTo(ModelSize.TINY);
    assertThatThrownBy(() -> ModelSize.byLabel("x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown model size 'x', known are tiny, small");
  }
}
