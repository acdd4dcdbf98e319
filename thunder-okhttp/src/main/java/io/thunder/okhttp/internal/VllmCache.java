package io.thunder.okhttp.internal;

import io.thunder.okhttp.internal.PrometheusText.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The size of a vLLM server's KV cache, out of the labels of {@code cache_config_info}. Every label
 * is text, and {@code "None"} stands for what is not known yet.
 *
 * @param capacityTokens tokens of one engine, or of all together; or null
 * @param blockTokens tokens per block, or null
 */
record VllmCache(@Nullable Long capacityTokens, @Nullable Integer blockTokens) {

  /** Small enough that products of two fit into a long. */
  private static final String WHOLE_NUMBER = "\\d{1,9}";

  private static final String MODEL = "model_name";
  static final String ENGINE = "engine";
  private static final String BLOCK_TOKENS = "block_size";
  private static final String BLOCKS = "num_gpu_blocks";
  private static final String TOKENS = "kv_cache_size_tokens";

  /** The labels that are read; there are dozens of others. */
  static final Set<String> LABELS = Set.of(MODEL, ENGINE, BLOCK_TOKENS, BLOCKS, TOKENS);

  static VllmCache of(List<Series> configs, @Nullable Integer rank) {
    Map<String, Model> models = new HashMap<>();
    Long blockTokens = null;
    for (Series config : configs) {
      Long block = number(config, BLOCK_TOKENS);
      blockTokens = blockTokens == null ? block : blockTokens;
      models.computeIfAbsent(label(config, MODEL), name -> new Model()).add(config);
    }
    Integer block = blockTokens == null ? null : (Integer) Math.toIntExact(blockTokens);
    return new VllmCache(total(models, rank), block);
  }

  /** One model normally, and no label; two behind one URL have a cache each. */
  private static @Nullable Long total(Map<String, Model> models, @Nullable Integer rank) {
    long sum = 0;
    for (Model model : models.values()) {
      Long tokens = rank == null ? model.tokens() : model.tokens(rank);
      if (tokens == null || sum > Long.MAX_VALUE - tokens) {
        return null;
      }
      sum += tokens;
    }
    return models.isEmpty() ? null : (Long) sum;
  }

  private static String label(Series config, String name) {
    return config.labels().getOrDefault(name, "");
  }

  private static @Nullable Long number(Series config, String name) {
    String text = label(config, name);
    return text.matches(WHOLE_NUMBER) ? (Long) Long.parseLong(text) : null;
  }

  /** The engines of one model. */
  private static final class Model {

    /** The tokens that each engine shows, 0 where it shows none. */
    private final Map<String, Long> engines = new HashMap<>();

    private long blocksMax;
    private long blockTokens;

    void add(Series config) {
      // Each engine shows its own tokens. They are right for models with several kinds of attention
      // too, where blocks do not tell the tokens.
      Long tokens = number(config, TOKENS);
      if (engines.putIfAbsent(label(config, ENGINE), tokens == null ? 0 : tokens) != null) {
        return;
      }
      Long blocks = number(config, BLOCKS);
      Long block = number(config, BLOCK_TOKENS);
      if (blocks != null && block != null) {
        blocksMax = Math.max(blocksMax, blocks);
        blockTokens = Math.max(blockTokens, block);
      }
    }

    @Nullable
    Long tokens() {
      if (!engines.containsValue(0L)) {
        return engines.values().stream().mapToLong(tokens -> tokens).sum();
      }
      // Each engine shows the sum of blocks over all engines. Block 0 of an engine is never used.
      long usable = blocksMax - engines.size();
      return usable > 0 ? (Long) (usable * blockTokens) : null;
    }

    /** The tokens of one engine; engines of one server have equal caches. */
    @Nullable
    Long tokens(int rank) {
      long own = engines.getOrDefault(Integer.toString(rank), 0L);
      Long all = tokens();
      if (own > 0 || all == null) {
        return own > 0 ? (Long) own : null;
      }
      return all / engines.size();
    }
  }
}
