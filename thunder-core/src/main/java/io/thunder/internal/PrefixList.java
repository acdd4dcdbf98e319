package io.thunder.internal;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a list of prefixes anew, which is the known one as long as it comes out the same. */
final class PrefixList {

  private final List<PromptPrefix> known;

  /** How many of the known ones have come out again. */
  private int same;

  private @Nullable List<PromptPrefix> made;

  PrefixList(List<PromptPrefix> known) {
    this.known = known;
  }

  void add(long key, long tokens) {
    if (made == null && same < known.size()) {
      PromptPrefix next = known.get(same);
      if (next.key() == key && next.tokens() == tokens) {
        same++;
        return;
      }
    }
    if (made == null) {
      made = new ArrayList<>(known.subList(0, same));
    }
    made.add(new PromptPrefix(key, tokens));
  }

  List<PromptPrefix> toList() {
    if (made != null) {
      return made;
    }
    return same == known.size() ? known : List.copyOf(known.subList(0, same));
  }
}
