package org.grievances.loader;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:9080",
        "HTTP://LOCALHOST",
        "http://127.0.0.1:9080",
        "http://127.9.8.7",
        "http://[::1]:9080/vbasoftware",
        "http://[0:0:0:0:0:0:0:1]",
        "https://grievances.example"
      })
  void httpOnThisMachineAndHttpsAreNotExposed(String url) {
    assertFalse(Transport.isExposed(URI.create(url)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://grievances.example",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://localhost@grievances.example",
        "http://0.0.0.0",
        "http://10.0.0.1",
        "http://[::2]",
        "http://[::]",
        "http://127.1"
      })
  void httpToAnotherMachineIsExposed(String url) {
    assertTrue(Transport.isExposed(URI.create(url)));
  }
}
