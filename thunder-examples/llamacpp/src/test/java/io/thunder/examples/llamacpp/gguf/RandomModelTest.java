package io.thunder.examples.llamacpp.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RandomModelTest {

  @TempDir
  Path folder;

  private byte[] write(ModelSize size, long seed) throws IOException {
    Path path = folder.resolve("model.gguf");
    RandomModel.write(path, size, seed);
    return Files.readAllBytes(path);
  }

  @Test
  void write_sameSeed_givesTheSameFile() throws IOException {
    assertThat(write(ModelSize.TINY, 1))
        .isEqualTo(write(ModelSize.TINY, 1))
        .isNotEqualTo(write(ModelSize.TINY, 2));
  }

  @Test
  void write_small_hasTheWeightsOfItsShape() throws IOException {
    byte[] bytes = write(ModelSize.SMALL, 1);
    GgufReader read = new GgufReader(bytes);

    assertThat(bytes).hasSize((int) read.expectedLength());
    assertThat(read.metadata)
        .containsEntry("general.architecture", "llama")
        .containsEntry("llama.block_count", 4)
        .containsEntry("llama.embedding_length", 512);
    assertThat(read.tensors).hasSize(3 + 4 * 9);
    assertThat(read.tensors.get("blk.3.ffn_down.weight").shape()).containsExactly(1_024L, 512L);
    assertThat(read.value("blk.0.attn_norm.weight", 511)).isEqualTo(1);
    assertThat(read.value("output.weight", 5)).isBetween(-.08f, .08f).isNotZero();
  }

  @Test
  void write_tokenizer_hasAScoreAndAKindForEachToken() throws IOException {
    GgufReader read = new GgufReader(write(ModelSize.TINY, 1));
    int size = (int) read.metadata.get("llama.vocab_size");

    assertThat((List<?>) read.metadata.get("tokenizer.ggml.tokens"))
        .hasSize(size)
        .doesNotHaveDuplicates();
    assertThat((List<?>) read.metadata.get("tokenizer.ggml.scores")).hasSize(size);
    assertThat((List<?>) read.metadata.get("tokenizer.ggml.token_type")).hasSize(size);
    assertThat(read.tensors.get("token_embd.weight").shape()).containsExactly(64L, (long) size);
  }
}
