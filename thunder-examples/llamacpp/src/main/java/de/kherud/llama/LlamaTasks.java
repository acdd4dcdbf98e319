package de.kherud.llama;

import org.jspecify.annotations.NullMarked;

/**
 * Opens what the bindings keep to their package: requests in llama.cpp's own JSON, and the numbers
 * of tasks, by which its log tells how much of a prompt was cached.
 */
@NullMarked
public final class LlamaTasks {

  private LlamaTasks() {}

  /**
   * What a task produced.
   *
   * @param text of one token, empty for the end of the answer
   * @param last whether the task is over
   */
  public record Output(String text, boolean last) {}

  /**
   * Begins a task.
   *
   * @param model the engine
   * @param request fields of llama.cpp's {@code /completion}, with {@code "stream": true}
   * @return its number
   * @throws RuntimeException if the engine refuses it
   */
  public static int begin(LlamaModel model, String request) {
    return model.requestCompletion(request);
  }

  /**
   * Waits for a task's next token. The thread cannot be interrupted meanwhile.
   *
   * @param model the engine
   * @param task number of the task
   * @return the token, or the end
   * @throws RuntimeException if the task failed
   */
  public static Output next(LlamaModel model, int task) {
    LlamaOutput output = model.receiveCompletion(task);
    return new Output(output.text, output.stop);
  }

  /**
   * Forgets a task, and stops it if it is not over. Nobody may be waiting for its next token.
   *
   * @param model the engine
   * @param task number of the task
   * @param over whether the task is over
   */
  public static void end(LlamaModel model, int task, boolean over) {
    if (!over) {
      model.cancelCompletion(task);
    }
    model.releaseTask(task);
  }
}
