package io.thunder.examples.llamacpp.gguf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * A file in GGUF version 3, the format of llama.cpp's models: metadata, then the tensors' names and
 * shapes, then their values, all little-endian. Facts of the format are from {@code docs/gguf.md} of
 * github.com/ggml-org/ggml.
 */
final class GgufFile {

  static final String MAGIC = "GGUF";
  static final int VERSION = 3;

  /** Tensors begin at multiples of this, as a file without {@code general.alignment} promises. */
  static final int ALIGNMENT = 32;

  static final int TYPE_UINT32 = 4;
  static final int TYPE_INT32 = 5;
  static final int TYPE_FLOAT32 = 6;
  static final int TYPE_BOOL = 7;
  static final int TYPE_STRING = 8;
  static final int TYPE_ARRAY = 9;
  static final int TENSOR_F32 = 0;

  private static final int CHUNK_BYTES = 1 << 16;

  private final LittleEndian metadata = new LittleEndian();
  private final List<Tensor> tensors = new ArrayList<>();
  private long entries;

  private record Tensor(String name, List<Integer> shape, long offset, DoubleSupplier values) {

    long count() {
      long count = 1;
      for (int dimension : shape) {
        count *= dimension;
      }
      return count;
    }

    long bytes() {
      return count() * Float.BYTES;
    }
  }

  void text(String key, String value) {
    key(key, TYPE_STRING);
    metadata.text(value);
  }

  void count(String key, int value) {
    key(key, TYPE_UINT32);
    metadata.int32(value);
  }

  void number(String key, float value) {
    key(key, TYPE_FLOAT32);
    metadata.float32(value);
  }

  void flag(String key, boolean value) {
    key(key, TYPE_BOOL);
    metadata.int8(value ? 1 : 0);
  }

  void texts(String key, List<String> values) {
    array(key, TYPE_STRING, values.size());
    values.forEach(metadata::text);
  }

  void numbers(String key, List<Float> values) {
    array(key, TYPE_FLOAT32, values.size());
    values.forEach(metadata::float32);
  }

  void codes(String key, List<Integer> values) {
    array(key, TYPE_INT32, values.size());
    values.forEach(metadata::int32);
  }

  private void array(String key, int type, int length) {
    key(key, TYPE_ARRAY);
    metadata.int32(type);
    metadata.int64(length);
  }

  private void key(String key, int type) {
    entries++;
    metadata.text(key);
    metadata.int32(type);
  }

  /** Adds a tensor; the first dimension is the one whose values lie side by side. */
  void tensor(String name, DoubleSupplier values, Integer... shape) {
    long offset = 0;
    if (!tensors.isEmpty()) {
      Tensor last = tensors.get(tensors.size() - 1);
      offset = aligned(last.offset() + last.bytes());
    }
    tensors.add(new Tensor(name, List.of(shape), offset, values));
  }

  /** Writes the file; asks each tensor for its values once. */
  void write(OutputStream out) throws IOException {
    LittleEndian head = new LittleEndian();
    head.bytes(MAGIC.getBytes(StandardCharsets.US_ASCII));
    head.int32(VERSION);
    head.int64(tensors.size());
    head.int64(entries);
    head.bytes(metadata.toByteArray());
    tensors.forEach(tensor -> describe(tensor, head));
    head.padding(aligned(head.size()) - head.size());
    out.write(head.toByteArray());
    for (Tensor tensor : tensors) {
      write(tensor, out);
    }
  }

  private static void describe(Tensor tensor, LittleEndian head) {
    head.text(tensor.name());
    head.int32(tensor.shape().size());
    for (int dimension : tensor.shape()) {
      head.int64(dimension);
    }
    head.int32(TENSOR_F32);
    head.int64(tensor.offset());
  }

  private static void write(Tensor tensor, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < tensor.count(); i++) {
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
      chunk.putFloat((float) tensor.values().getAsDouble());
    }
    out.write(chunk.array(), 0, chunk.position());
    out.write(new byte[(int) (aligned(tensor.bytes()) - tensor.bytes())]);
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Bytes of numbers and texts, the lowest byte first. */
  private static final class LittleEndian {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    void int8(int value) {
      bytes.write(value);
    }

    void int32(int value) {
      write(() -> out.writeInt(Integer.reverseBytes(value)));
    }

    void int64(long value) {
      write(() -> out.writeLong(Long.reverseBytes(value)));
    }

    void float32(float value) {
      int32(Float.floatToIntBits(value));
    }

    void text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      int64(utf8.length);
      bytes(utf8);
    }

    void bytes(byte[] value) {
      bytes.writeBytes(value);
    }

    void padding(long length) {
      bytes(new byte[(int) length]);
    }

    int size() {
      return bytes.size();
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }

    private static void write(Write write) {
      try {
        write.run();
      } catch (IOException e) {
        throw new UncheckedIOException("memory cannot fail", e);
      }
    }

    private interface Write {
      void run() throws IOException;
    }
  }
}
