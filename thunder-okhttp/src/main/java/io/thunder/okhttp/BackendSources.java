package io.thunder.okhttp;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendSource;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Objects;

/** Where backends that come and go at run time are listed: in a file, in DNS, by a router. */
public final class BackendSources {

  private BackendSources() {}

  /**
   * The backends that a file lists, which is read again each time. One backend a line, in UTF-8:
   *
   * <pre>
   * # KIND URL [id=NAME] [capacity=TOKENS] [ranks=N]
   * vllm   http://gpu1:8000
   * sglang http://gpu2:30000 id=large capacity=900000
   * vllm   http://gpu3:8000 ranks=4   # four data-parallel engines
   * </pre>
   *
   * <p>KIND is a {@link BackendKind} in any case; options mean what {@link Backend#withId}, {@link
   * Backend#withCapacityTokens} (of one rank) and {@link Backend#ranks} say. A comment begins a line, or
   * follows a space. A line that is wrong, an id listed twice, more than 1 MiB, and an empty file, such
   * as one that is just being written, are errors, which name file and line; none of the file counts
   * then. A file of comments lists no backend. Replace the file in one step (write another, rename it),
   * since nothing tells half a file from a whole one.
   *
   * @param file where it is; it need not exist yet
   * @return the source
   */
  public static BackendSource file(Path file) {
    return new BackendFile(Objects.requireNonNull(file, "file"));
  }

  /**
   * Every address that the host name of a URL resolves to, each as a backend named after address and
   * port: the pods of a headless Kubernetes service, for example. A server that has an IPv4 and an IPv6
   * address would be two backends: use a name that has one kind. What has changed is seen once the JVM
   * asks again (security property {@code networkaddress.cache.ttl}, 30 seconds by default). With https,
   * certificates are checked against the address, not the name. A name that does not resolve is an error.
   *
   * @param kind which engine answers at every address
   * @param url the root of each server, with the name in place of the address; an address instead of the
   *     name, IPv6 in brackets, is that one backend
   * @return the source
   * @throws IllegalArgumentException if the URL is none, see {@link Backend#of}
   */
  public static BackendSource dns(BackendKind kind, String url) {
    return dns(kind, url, InetAddress::getAllByName);
  }

  static BackendSource dns(BackendKind kind, String url, DnsBackends.Resolver resolver) {
    return new DnsBackends(Backend.of(kind, url), resolver);
  }

  /**
   * The servers that a router lists, each as a backend of its own that is sent turns directly, past the
   * router: so Thunder decides which of them has a program's cache. vLLM servers of a SkyRL router
   * ({@code /servers}), SGLang workers of a slime router or SGLang gateway ({@code /workers}; workers
   * {@code URL@N} are data-parallel ranks). Servers that are not reached over HTTP are left out. No
   * answer, and workers for prefill or decode only, which need their router, are errors.
   *
   * <p>The transport sends its headers, an API key among them, to every server listed: trust the router.
   *
   * @param transport asks the router, within its probe timeout
   * @param router a backend of kind SKYRL or SLIME; its id and capacity do not matter, and it should not
   *     be a backend of the same client, which would then count every server twice
   * @return the source
   * @throws IllegalArgumentException if the backend is no router
   */
  public static BackendSource router(OkHttpTransport transport, Backend router) {
    if (router.kind() != BackendKind.SKYRL && router.kind() != BackendKind.SLIME) {
      throw new IllegalArgumentException(
          "backend " + router.id() + " must be SKYRL or SLIME, was " + router.kind());
    }
    return new RouterBackends(Objects.requireNonNull(transport, "transport"), router);
  }
}
