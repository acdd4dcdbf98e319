package io.thunder.chat;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A few fields in order. Nearly every message has at most a handful of them, and many messages are
 * kept: a {@link LinkedHashMap} takes twice the memory. Looking one up looks at all. Immutable.
 */
final class FieldsInOrder<V> extends AbstractMap<String, V> {

  /** So many at most; of more, one is not looked up among all. */
  private static final int FIELDS_MAX = 8;

  private final Entry<String, V>[] entries;

  private FieldsInOrder(Map<String, V> fields) {
    @SuppressWarnings("unchecked")
    Entry<String, V>[] copies = (Entry<String, V>[]) new Entry<?, ?>[fields.size()];
    int count = 0;
    for (Entry<String, V> field : fields.entrySet()) {
      copies[count++] = new SimpleImmutableEntry<>(field);
    }
    entries = copies;
  }

  /** An immutable copy of any fields, in their order. */
  static <V> Map<String, V> copyOf(Map<String, V> fields) {
    if (fields.isEmpty()) {
      return Collections.emptyMap();
    }
    return fields.size() <= FIELDS_MAX
        ? new FieldsInOrder<>(fields)
        : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  @Override
  public @Nullable V get(@Nullable Object name) {
    Entry<String, V> entry = entry(name);
    return entry == null ? null : entry.getValue();
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return entry(name) != null;
  }

  private @Nullable Entry<String, V> entry(@Nullable Object name) {
    for (Entry<String, V> entry : entries) {
      if (Objects.equals(entry.getKey(), name)) {
        return entry;
      }
    }
    return null;
  }

  @Override
  public Set<Entry<String, V>> entrySet() {
    return new EntrySet();
  }

  private final class EntrySet extends AbstractSet<Entry<String, V>> {

    @Override
    public Iterator<Entry<String, V>> iterator() {
      return Arrays.asList(entries).iterator();
    }

    @Override
    public int size() {
      return entries.length;
    }
  }
}
