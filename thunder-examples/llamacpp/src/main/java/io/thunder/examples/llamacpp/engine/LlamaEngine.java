package io.thunder.examples.llamacpp.engine;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaTasks;
import de.kherud.llama.ModelParameters;
import io.thunder.examples.llamacpp.gguf.RandomModel;
import io.thunder.examples.llamacpp.gguf.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * llama.cpp with a model of random weights.
 *
 * <p>Its cache is divided into slots, and each holds what its last request left behind. A request
 * goes to the free slot whose text is the most like its own, else to the one that was not used for
 * the longest time, and computes what the slot's text and its prompt do not begin with in common.
 * All that is llama.cpp's own doing; only the queue for a slot is kept here, in order of arrival,
 * because a request that has entered llama.cpp cannot be taken out before its first token.
 *
 * <p>There is no way to close it: freeing the native model may never return. It ends with its
 * process. Thread-safe.
 */
public final class LlamaEngine {

  private static final String TEMPORARY_FILES = "de.kherud.llama.tmpdir";

  private final LlamaModel model;
  private final EngineLog log;
  private final JsonArray wordsOnly;
  private final int slotCount;
  private final Semaphore slots;
  private final AtomicLong promptTokens = new AtomicLong();
  private final AtomicLong cachedTokens = new AtomicLong();
  private final AtomicLong outputTokens = new AtomicLong();

  private LlamaEngine(LlamaModel model, EngineLog log, int slots) {
    this.model = model;
    this.log = log;
    this.wordsOnly = wordsOnly();
    this.slotCount = slots;
    this.slots = new Semaphore(slots, /* fair= */ true);
  }

  /** Hears of an answer's tokens. */
  @FunctionalInterface
  public interface TokenSink {

    /**
     * Takes a token.
     *
     * @param text of the token, empty for the end of the answer
     * @throws IOException if nobody wants it; the answer ends
     */
    void token(String text) throws IOException;
  }

  /**
   * Writes a model and loads it; call this once in a process.
   *
   * @param options how to run it
   * @param folder for the model, the native library and the log
   * @return the engine
   * @throws IOException if the files cannot be written
   * @throws LinkageError if there is no native library for this platform
   * @throws RuntimeException if llama.cpp does not start
   */
  public static LlamaEngine load(EngineOptions options, Path folder) throws IOException {
    System.setProperty(TEMPORARY_FILES, folder.toString());
    Path weights = folder.resolve("model.gguf");
    RandomModel.write(weights, options.model(), options.seed());
    Path log = Files.createFile(folder.resolve("llama.log"));
    ModelParameters parameters = new ModelParameters()
        .setModel(weights.toString())
        .setParallel(options.slots())
        .setCtxSize(options.slots() * options.slotTokens())
        .setThreads(options.threads())
        .setThreadsBatch(options.threads())
        .disableContextShift()
        // Without it every token is compared with what all slots hold, and most of that is masked.
        .enableFlashAttn()
        .setLogFile(log.toString());
    return new LlamaEngine(
        new LlamaModel(parameters),
        EngineLog.open(log, () -> TimeUnit.MILLISECONDS.sleep(1)),
        options.slots());
  }

  /** Forbids all tokens but words: their text can be sent back without becoming other tokens. */
  private static JsonArray wordsOnly() {
    Vocabulary vocabulary = new Vocabulary();
    Set<Integer> allowed = new HashSet<>(vocabulary.answerTokens());
    allowed.add(vocabulary.endOfAnswer());
    JsonArray biases = new JsonArray();
    for (int token = 0; token < vocabulary.size(); token++) {
      if (!allowed.contains(token)) {
        JsonArray bias = new JsonArray();
        bias.add(token);
        bias.add(false);
        biases.add(bias);
      }
    }
    return biases;
  }

  /**
   * Writes messages as the text that the model gets.
   *
   * @param messages JSON object with an array {@code messages} of {@code role} and {@code content}
   * @return the text, which ends where the answer begins
   */
  public String template(JsonObject messages) {
    return model.applyTemplate(messages.toString());
  }

  /**
   * Divides a text into tokens.
   *
   * @param text the text
   * @return their ids
   */
  public int[] tokenize(String text) {
    return model.encode(text);
  }

  /**
   * Answers a prompt; waits for a free slot first. An interrupt ends the wait at once, and the answer
   * with its next token; after the last one a late log is waited for, which it ends, too.
   *
   * @param prompt ids of its tokens
   * @param maxTokens most tokens of the answer
   * @param ignoreEos whether the answer goes on to that limit
   * @param sink hears of its tokens
   * @return the answer
   * @throws InterruptedException if the thread was interrupted
   * @throws IOException if the sink did not take a token
   * @throws RuntimeException if llama.cpp fails
   */
  public Answer answer(int[] prompt, int maxTokens, boolean ignoreEos, TokenSink sink)
      throws InterruptedException, IOException {
    Said said = say(request(prompt, maxTokens, ignoreEos), sink);
    promptTokens.addAndGet(prompt.length);
    outputTokens.addAndGet(said.tokens);
    @Nullable Integer cached = log.takeCachedTokens(said.task);
    cachedTokens.addAndGet(cached == null ? 0 : cached);
    return new Answer(said.text, said.tokens, said.ended, cached);
  }

  private Said say(String request, TokenSink sink) throws InterruptedException, IOException {
    slots.acquire();
    try {
      return receive(LlamaTasks.begin(model, request), sink);
    } finally {
      slots.release();
    }
  }

  /** What a task said: all of an answer that does not have to be looked up in the log. */
  private record Said(int task, String text, int tokens, boolean ended) {}

  private String request(int[] prompt, int maxTokens, boolean ignoreEos) {
    JsonArray tokens = new JsonArray(prompt.length);
    for (int token : prompt) {
      tokens.add(token);
    }
    JsonObject request = new JsonObject();
    request.add("prompt", tokens);
    request.addProperty("n_predict", maxTokens);
    request.addProperty("ignore_eos", ignoreEos);
    request.addProperty("cache_prompt", true);
    request.addProperty("stream", true);
    request.add("logit_bias", wordsOnly);
    return request.toString();
  }

  private Said receive(int task, TokenSink sink) throws InterruptedException, IOException {
    StringBuilder text = new StringBuilder();
    int tokens = 0;
    boolean over = false;
    boolean ended = false;
    try {
      while (true) {
        LlamaTasks.Output output = LlamaTasks.next(model, task);
        over = output.last();
        if (over) {
          return new Said(task, text.toString(), tokens, ended);
        }
        if (Thread.interrupted()) {
          throw new InterruptedException("nobody waits for the answer");
        }
        tokens++;
        ended = output.text().isEmpty();
        text.append(output.text());
        sink.token(output.text());
      }
    } finally {
      LlamaTasks.end(model, task, over);
    }
  }

  /**
   * What it is doing.
   *
   * @return counts that may be a moment apart
   */
  public EngineStats stats() {
    return new EngineStats(
        slotCount - slots.availablePermits(),
        slots.getQueueLength(),
        promptTokens.get(),
        cachedTokens.get(),
        outputTokens.get());
  }
}
