package io.thunder.okhttp;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendId;
import io.thunder.backend.BackendSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The backends that a file lists. */
record BackendFile(Path file) implements BackendSource {

  private static final int BYTES_MAX = 1 << 20;

  /** What some editors begin a file with. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Ids and URLs may hold the character, but not after a space. */
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");

  @Override
  public List<Backend> backends() throws IOException {
    String text = text();
    List<Backend> backends = new ArrayList<>();
    Map<BackendId, Integer> lineOf = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String listing = COMMENT.matcher(line).replaceFirst("").strip();
      if (!listing.isEmpty()) {
        for (Backend backend : parse(listing, number)) {
          Integer before = lineOf.putIfAbsent(backend.id(), number);
          if (before != null) {
            throw wrong(number, "id " + backend.id() + " is that of line " + before);
          }
          backends.add(backend);
        }
      }
    }
    return backends;
  }

  private String text() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length == 0 || bytes.length > BYTES_MAX) {
        String size = bytes.length == 0 ? "is empty" : "has more than " + BYTES_MAX + " bytes";
        throw new IOException(file + " " + size);
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
    }
  }

  private List<Backend> parse(String listing, int number) {
    try {
      return BackendLine.parse(listing);
    } catch (IllegalArgumentException e) {
      throw wrong(number, String.valueOf(e.getMessage()));
    }
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(file + ":" + line + ": " + what);
  }
}
