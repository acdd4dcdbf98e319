package io.thunder.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendKind;
import io.thunder.backend.BackendSource;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backends that are the addresses of a host name. */
final class DnsBackendsTest {

  private final List<String> asked = new ArrayList<>();
  private final List<InetAddress> addresses = new ArrayList<>();

  private InetAddress[] resolve(String host) throws UnknownHostException {
    asked.add(host);
    if (addresses.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return addresses.toArray(InetAddress[]::new);
  }

  private BackendSource source(String url) {
    return BackendSources.dns(BackendKind.SGLANG, url, this::resolve);
  }

  /** Addresses only, so that nothing is looked up. */
  private void resolvesTo(String... literals) throws UnknownHostException {
    addresses.clear();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
  }

  @Test
  void backends_everyAddress_isOne() throws Exception {
    resolvesTo("10.0.0.1", "10.0.0.2", "10.0.0.1");

    assertThat(source("http://engines:30000/v1").backends())
        .containsExactly(
            Backend.sglang("http://10.0.0.1:30000"), Backend.sglang("http://10.0.0.2:30000"));
    assertThat(asked).containsExactly("engines");
  }

  @Test
  void backends_schemeAndPath_areKept() throws Exception {
    resolvesTo("10.0.0.1");

    assertThat(source("https://engines/a%20b").backends())
        .containsExactly(Backend.sglang("https://10.0.0.1/a%20b"));
  }

  @Test
  void backends_ipv6_standsInBrackets() throws Exception {
    resolvesTo("2001:db8::1");

    assertThat(source("http://engines:30000").backends())
        .containsExactly(Backend.sglang("http://[2001:db8:0:0:0:0:0:1]:30000"));
  }

  @Test
  void backends_addressOfThisMachineOnly_isLeftOut() throws Exception {
    byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
    resolvesTo("10.0.0.1");
    addresses.add(Inet6Address.getByAddress("engines", linkLocal, 1));

    assertThat(source("http://engines:1").backends())
        .containsExactly(Backend.sglang("http://10.0.0.1:1"));
  }

  @Test
  void backends_addressesChange_areLookedUpAgain() throws Exception {
    BackendSource source = source("http://engines:1");
    resolvesTo("10.0.0.1");
    assertThat(source.backends()).containsExactly(Backend.sglang("http://10.0.0.1:1"));

    resolvesTo("10.0.0.2");
    assertThat(source.backends()).containsExactly(Backend.sglang("http://10.0.0.2:1"));
  }

  @Test
  void backends_unknownName_isAnError() {
    assertThatThrownBy(source("http://engines:1")::backends)
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void backends_literalAddresses_areThemselves() throws Exception {
    assertThat(BackendSources.dns(BackendKind.VLLM, "http://127.0.0.1:8000").backends())
        .containsExactly(Backend.vllm("http://127.0.0.1:8000"));
    assertThat(BackendSources.dns(BackendKind.VLLM, "http://[::1]:8000").backends())
        .containsExactly(Backend.vllm("http://[0:0:0:0:0:0:0:1]:8000"));
  }

  @Test
  void dns_noUrl_isRefusedAtOnce() {
    assertThatThrownBy(() -> source("engines:1")).isInstanceOf(IllegalArgumentException.class);
  }
}
