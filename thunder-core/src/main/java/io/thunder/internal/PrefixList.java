package io.thunder.internal;

import io.thunder.program.PromptPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes lists of prefixes anew, each of which is the known one as long as it comes out the same. One
 * list at a time; used again and again, so that nothing is allocated for a list that is known.
 */
final class PrefixList {

  private List<PromptPrefix> known = List.of();

  /** How many of the known ones have come out again. */
  private int same;

  private @Nullable List<PromptPrefix> made;

  /** Begins another list. */
  void begin(List<PromptPrefix> knownList) {
    known = knownList;
    same = 0;
    made = null;
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

  /** Ends the list; keeps nothing of it. */
  List<PromptPrefix> toList() {
    List<PromptPrefix> list = made;
    if (list == null) {
      list = same == known.size() ? known : List.copyOf(known.subList(0, same));
    }
    begin(List.of());
    return list;
  }
}
