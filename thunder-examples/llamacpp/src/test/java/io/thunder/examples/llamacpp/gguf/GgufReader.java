package io.thunder.examples.llamacpp.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a file back, and fails at the first byte that the format does not allow. */
final class GgufReader {

  final Map<String, Object> metadata = new LinkedHashMap<>();
  final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private final ByteBuffer bytes;
  private int dataStart;

  record Tensor(List<Long> shape, long offset) {

    long count() {
      return shape.stream().reduce(1L, (one, other) -> one * other);
    }
  }

  GgufReader(byte[] file) {
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[4];
    bytes.get(magic);
    assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("GGUF");
    assertThat(bytes.getInt()).as("version").isEqualTo(3);
    long tensorCount = bytes.getLong();
    long entries = bytes.getLong();
    for (long i = 0; i < entries; i++) {
      metadata.put(text(), value(bytes.getInt()));
    }
    for (long i = 0; i < tensorCount; i++) {
      readTensor();
    }
    dataStart = (bytes.position() + 31) / 32 * 32;
  }

  private void readTensor() {
    String name = text();
    List<Long> shape = new ArrayList<>();
    int dimensions = bytes.getInt();
    for (int i = 0; i < dimensions; i++) {
      shape.add(bytes.getLong());
    }
    assertThat(bytes.getInt()).as("type of " + name).isZero();
    tensors.put(name, new Tensor(shape, bytes.getLong()));
  }

  private Object value(int type) {
    return switch (type) {
      case 4, 5 -> bytes.getInt();
      case 6 -> bytes.getFloat();
      case 7 -> bytes.get() != 0;
      case 8 -> text();
      case 9 -> array();
      default -> throw new AssertionError("type " + type);
    };
  }

  private List<Object> array() {
    int type = bytes.getInt();
    long length = bytes.getLong();
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      values.add(value(type));
    }
    return values;
  }

  private String text() {
    byte[] utf8 = new byte[Math.toIntExact(bytes.getLong())];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  float value(String tensor, int index) {
    return bytes.getFloat((int) (dataStart + tensors.get(tensor).offset() + 4L * index));
  }

  /** Returns where the file should end: behind the last tensor, aligned. */
  long expectedLength() {
    return tensors.values().stream()
        .mapToLong(tensor -> dataStart + (tensor.offset() + 4 * tensor.count() + 31) / 32 * 32)
        .max()
        .orElse(dataStart);
  }
}
