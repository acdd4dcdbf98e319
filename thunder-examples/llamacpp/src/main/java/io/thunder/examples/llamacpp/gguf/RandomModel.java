package io.thunder.examples.llamacpp.gguf;

import io.thunder.examples.llamacpp.gguf.Vocabulary.Token;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * A model of llama architecture with random weights. What it says is noise, but computing it costs
 * what any model of its size costs, and so does computing it again.
 */
public final class RandomModel {

  /** The longest context that the model claims to be trained for, in tokens. */
  public static final int CONTEXT_MAX = 1 << 17;

  private static final float NORM_EPSILON = 1e-5f;

  /** ChatML, as llama.cpp recognises it. */
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']"
          + " + '<|im_end|>' + '\\n'}}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  private final ModelSize size;
  private final Vocabulary vocabulary = new Vocabulary();
  private final SplittableRandom random;
  private final GgufFile file = new GgufFile();

  private RandomModel(ModelSize size, long seed) {
    this.size = size;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Writes a model.
   *
   * @param path the file, which is created or overwritten
   * @param size how large the model is
   * @param seed of its weights; the same seed gives the same file everywhere
   * @throws IOException if the file cannot be written
   */
  public static void write(Path path, ModelSize size, long seed) throws IOException {
    RandomModel model = new RandomModel(size, seed);
    model.architecture();
    model.tokenizer();
    model.weights();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      model.file.write(out);
    }
  }

  private void architecture() {
    file.text("general.architecture", "llama");
    file.text("general.name", "random-" + size.label());
    file.count("llama.block_count", size.layers);
    file.count("llama.context_length", CONTEXT_MAX);
    file.count("llama.embedding_length", size.width);
    file.count("llama.feed_forward_length", size.feedForward);
    file.count("llama.attention.head_count", size.heads);
    file.count("llama.attention.head_count_kv", size.heads);
    file.number("llama.attention.layer_norm_rms_epsilon", NORM_EPSILON);
    file.count("llama.rope.dimension_count", size.width / size.heads);
    file.count("llama.vocab_size", vocabulary.size());
  }

  private void tokenizer() {
    List<Token> tokens = vocabulary.tokens();
    file.text("tokenizer.ggml.model", "llama");
    file.texts("tokenizer.ggml.tokens", tokens.stream().map(Token::text).toList());
    file.numbers("tokenizer.ggml.scores", tokens.stream().map(Token::score).toList());
    file.codes(
        "tokenizer.ggml.token_type",
        tokens.stream().map(token -> token.kind().code).toList());
    file.count("tokenizer.ggml.unknown_token_id", vocabulary.id("<unk>"));
    file.count("tokenizer.ggml.bos_token_id", vocabulary.id("<s>"));
    file.count("tokenizer.ggml.eos_token_id", vocabulary.endOfAnswer());
    // A text stands for the same tokens wherever it stands.
    file.flag("tokenizer.ggml.add_bos_token", false);
    file.flag("tokenizer.ggml.add_space_prefix", false);
    file.text("tokenizer.chat_template", CHAT_TEMPLATE);
  }

  private void weights() {
    int width = size.width;
    matrix("token_embd", width, vocabulary.size());
    for (int layer = 0; layer < size.layers; layer++) {
      String block = "blk." + layer + ".";
      norm(block + "attn_norm");
      matrix(block + "attn_q", width, width);
      matrix(block + "attn_k", width, width);
      matrix(block + "attn_v", width, width);
      matrix(block + "attn_output", width, width);
      norm(block + "ffn_norm");
      matrix(block + "ffn_gate", width, size.feedForward);
      matrix(block + "ffn_up", width, size.feedForward);
      matrix(block + "ffn_down", size.feedForward, width);
    }
    norm("output_norm");
    matrix("output", width, vocabulary.size());
  }

  private void norm(String name) {
    file.tensor(name + ".weight", () -> 1, size.width);
  }

  /** Adds uniform weights of variance 1 / inputs, so that values keep their size from layer to layer. */
  private void matrix(String name, int inputs, int outputs) {
    double max = Math.sqrt(3.0 / inputs);
    DoubleSupplier weights = () -> (2 * random.nextDouble() - 1) * max;
    file.tensor(name + ".weight", weights, inputs, outputs);
  }
}
