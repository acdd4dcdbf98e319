package io.thunder.okhttp;

import io.thunder.backend.Backend;
import io.thunder.backend.BackendSource;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** The addresses of a host name as backends that differ in nothing else. */
record DnsBackends(Backend service, Resolver resolver) implements BackendSource {

  /** Looks addresses up. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  @Override
  public List<Backend> backends() throws UnknownHostException {
    return Arrays.stream(resolver.resolve(service.uri().getHost()))
        .map(InetAddress::getHostAddress)
        .filter(address -> !address.contains("%")) // means something on one machine only
        .distinct()
        .map(this::at)
        .toList();
  }

  private Backend at(String address) {
    URI uri = service.uri();
    String host = address.contains(":") ? "[" + address + "]" : address;
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return Backend.of(service.kind(), uri.getScheme() + "://" + host + port + uri.getRawPath());
  }

  /** Names what is looked up. */
  @Override
  public String toString() {
    return "addresses of " + service.uri();
  }
}
